namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>All roles and bindings of a cluster, and who may do what by them, as the API server's RBAC authorizer decides it.</summary>
public sealed class RbacModel
{
    private readonly Dictionary<(string? Namespace, string Name), RbacRole> _roles = [];
    private readonly Dictionary<(string Kind, string Name), List<RbacBinding>> _bindings = [];

    /// <param name="roles">Of one name the last one counts.</param>
    /// <param name="bindings">All of them.</param>
    public RbacModel(IEnumerable<RbacRole> roles, IEnumerable<RbacBinding> bindings)
    {
        foreach (var role in roles)
            _roles[(role.Namespace, role.Name)] = role;
        RoleAggregation.Complete(_roles);
        foreach (var binding in bindings)
        {
            foreach (var key in binding.Subjects.Select(subject => KeyOf(binding, subject)).OfType<(string, string)>().Distinct())
            {
                if (!_bindings.TryGetValue(key, out var of))
                    _bindings.Add(key, of = []);
                of.Add(binding);
            }
        }
    }

    /// <summary>User names of the service accounts that some binding names, in order.</summary>
    public IEnumerable<string> Users => _bindings.Keys.Where(static key => key.Kind == "User").Select(static key => key.Name).Order(StringComparer.Ordinal);

    /// <summary>All rules that somebody has. A binding to a role that does not exist gives none.</summary>
    public IEnumerable<Grant> GrantsOf(Identity who)
    {
        var keys = who.Groups.Select(static group => ("Group", group)).Prepend(("User", who.User));
        foreach (var binding in keys.SelectMany(key => _bindings.GetValueOrDefault(key) ?? []).Distinct(ReferenceEqualityComparer.Instance).Cast<RbacBinding>())
        {
            if (RoleOf(binding) is not { } role)
                continue;
            foreach (var rule in role.Rules)
                yield return new Grant(rule, role, binding);
        }
    }

    /// <returns>What allows it; null where nothing does.</returns>
    public Grant? Authorize(Identity who, AccessRequest request)
    {
        var place = request is ResourceRequest { Namespace.Length: > 0 } asked ? asked.Namespace : null;
        return GrantsOf(who).FirstOrDefault(grant =>
            (grant.Namespace is null || (place is not null && grant.Namespace == place)) && grant.Rule.Allows(request));
    }

    private RbacRole? RoleOf(RbacBinding binding) => binding.RoleKind switch
    {
        "ClusterRole" => _roles.GetValueOrDefault((null, binding.RoleName)),
        "Role" when binding.Namespace is { } place => _roles.GetValueOrDefault((place, binding.RoleName)),
        _ => null,
    };

    private static (string Kind, string Name)? KeyOf(RbacBinding binding, RbacSubject subject) => subject.Kind switch
    {
        "User" or "Group" => (subject.Kind, subject.Name),
        "ServiceAccount" when (subject.Namespace is { Length: > 0 } named ? named : binding.Namespace) is { } place => ("User", Identity.UserOf(place, subject.Name)),
        _ => null,
    };
}
