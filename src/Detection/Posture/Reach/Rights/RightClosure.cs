using IncidentMesh.Detection.Posture.Reach.Rbac;

namespace IncidentMesh.Detection.Posture.Reach.Rights;

/// <summary>
/// Follows rights that make one somebody else: who makes pods in a namespace has what each of its service accounts has.
/// The shortest way to each right is kept.
/// </summary>
internal sealed class RightClosure(RbacModel rbac, RightSearch search)
{
    /// <summary>Most identities that are followed; a cluster in which more are reached is lost anyway.</summary>
    public const int MostIdentities = 1_000;

    private readonly List<ReachedRight> _rights = [];
    private readonly HashSet<(string Right, string? Namespace)> _known = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(Identity Who, IReadOnlyList<string> By)> _waiting = [];

    public static IReadOnlyList<ReachedRight> Of(RbacModel rbac, NamespaceAdmission admission, Identity first)
    {
        var closure = new RightClosure(rbac, new RightSearch(rbac, admission));
        closure.Follow(first);
        return [.. closure._rights.OrderByDescending(static right => right.Level).ThenByDescending(static right => right.AtMost)
            .ThenBy(static right => right.By.Count).ThenBy(static right => right.Right, StringComparer.Ordinal).ThenBy(static right => right.Namespace, StringComparer.Ordinal)];
    }

    private void Follow(Identity first)
    {
        Reach(first, []);
        while (_waiting.TryDequeue(out var next))
        {
            foreach (var right in search.Of(next.Who, next.By))
            {
                // Of what is limited to names, two may differ.
                if (right.Names.Count == 0 && (_known.Contains((right.Right, null)) || !_known.Add((right.Right, right.Namespace))))
                    continue;
                _rights.Add(right);
                if (right.Level < ReachLevel.Cluster)
                    TakeOver(right, next.By);
            }
        }
    }

    private void TakeOver(ReachedRight right, IReadOnlyList<string> by)
    {
        if (right.Names.Count > 0)
        {
            foreach (var name in right.Names)
            {
                foreach (var other in Named(right, name))
                    Reach(other, by);
            }
        }
        else if (right.Namespace is { } place && RightTable.TakesAccounts(right.Right))
        {
            // Accounts without bindings of their own have what their groups have.
            foreach (var account in Accounts().Where(account => account.Namespace == place).Select(static account => account.Name).Append("default"))
                Reach(Identity.OfServiceAccount(place, account), by);
        }
    }

    private IEnumerable<Identity> Named(ReachedRight right, string name) => right.Right switch
    {
        RightTable.ImpersonateUsers => [new Identity(name, ["system:authenticated"])],
        RightTable.ImpersonateGroups => [new Identity($"any user in the group {name}", [name, "system:authenticated"])],
        RightTable.ImpersonateAccounts or RightTable.CreateTokens => Accounts()
            .Where(account => account.Name == name && (right.Namespace is null || account.Namespace == right.Namespace))
            .Select(static account => Identity.OfServiceAccount(account.Namespace, account.Name)),
        _ => [],
    };

    private IEnumerable<(string Namespace, string Name)> Accounts() => rbac.Users.Select(Identity.AccountOf).OfType<(string, string)>();

    private void Reach(Identity who, IReadOnlyList<string> by)
    {
        if (_seen.Count < MostIdentities && _seen.Add(who.User))
            _waiting.Enqueue((who, [.. by, who.User]));
    }
}
