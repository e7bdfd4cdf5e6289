using IncidentMesh.Detection.Posture.Reach.Rbac;

namespace IncidentMesh.Detection.Posture.Reach.Rights;

/// <summary>Finds the rights of the table that an identity has, with the place of each.</summary>
internal sealed class RightSearch(RbacModel rbac, NamespaceAdmission admission)
{
    /// <summary>Its service accounts run the cluster: who has one of them has all.</summary>
    public const string SystemNamespace = "kube-system";

    /// <param name="who">Who has them.</param>
    /// <param name="by">User names that were taken over to act as this one, the first one the pod's own.</param>
    public IEnumerable<ReachedRight> Of(Identity who, IReadOnlyList<string> by)
    {
        var grants = rbac.GrantsOf(who).ToList();
        var whole = new HashSet<string>(StringComparer.Ordinal);
        foreach (var right in RightTable.All)
        {
            foreach (var held in Places(right, grants))
            {
                // Whoever may do everything somewhere need not be told the rest.
                if (whole.Contains("") || (held.Namespace is { } place && whole.Contains(place)))
                    continue;
                if (right.Name == RightTable.Everything && held.Names.Count == 0)
                    whole.Add(held.Namespace ?? "");
                yield return Describe(right, held, by);
            }
        }
    }

    private static IEnumerable<Held> Places(Right right, List<Grant> grants)
    {
        var held = Matching(right.Any, grants).ToList();
        if (right.Also.Count > 0)
        {
            var also = Matching(right.Also, grants).Select(static other => other.Namespace).Distinct().ToList();
            held = [.. held.SelectMany(one => also.Select(place => one.Within(place))).OfType<Held>()];
        }

        var everywhere = held.Exists(static one => one is { Namespace: null, Names.Count: 0 });
        return held
            .Where(one => one.Namespace is null || (right.InNamespace is not null && !everywhere))
            .GroupBy(static one => one.Namespace ?? "", StringComparer.Ordinal)
            .OrderBy(static place => place.Key, StringComparer.Ordinal)
            .Select(static place => place.FirstOrDefault(static one => one.Names.Count == 0)
                ?? place.First() with { Names = [.. place.SelectMany(static one => one.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] });
    }

    private static IEnumerable<Held> Matching(IReadOnlyList<Access> accesses, List<Grant> grants) =>
        from grant in grants
        from access in accesses
        let slash = access.Resource.IndexOf('/')
        let resource = slash < 0 ? access.Resource : access.Resource[..slash]
        let subresource = slash < 0 ? "" : access.Resource[(slash + 1)..]
        where access.Verbs.Any(verb => grant.Rule.Covers(verb, access.Group, resource, subresource)
            && (grant.Rule.ResourceNames.Count == 0 || access.HasNames(verb)))
        select new Held(grant.Namespace, grant.Rule.ResourceNames, grant);

    private ReachedRight Describe(Right right, Held held, IReadOnlyList<string> by)
    {
        var (level, atMost) = Levels(right, held);
        var where = held.Namespace is { } place ? $"in {place}" : "in the whole cluster";
        var names = held.Names.Count == 0 ? "" : $", limited to {Listed(held.Names)}";
        var (role, binding) = (held.Grant.Role, held.Grant.Binding);
        return new ReachedRight(
            right.Name, held.Namespace, held.Names, level, atMost, by,
            $"{by[^1]} may {right.Does} {where}{names}, by {binding.Kind} {binding.Name} to {binding.RoleKind} {role.Name}.");
    }

    private (ReachLevel Level, ReachLevel AtMost) Levels(Right right, Held held)
    {
        if (held.Names.Count > 0)
        {
            var full = held.Namespace is null ? right.InCluster : right.InNamespace!.Value;
            var named = right.Name == RightTable.ImpersonateGroups && held.Names.Contains("system:masters", StringComparer.Ordinal) || right.WhenNamed is null
                ? full
                : (ReachLevel)Math.Min((int)full, (int)right.WhenNamed.Value);
            return (named, named);
        }

        if (held.Namespace is not { } place)
            return (right.InCluster, right.InCluster);
        if (place == SystemNamespace)
            return (ReachLevel.Cluster, ReachLevel.Cluster);
        var inside = right.InNamespace!.Value;
        if (!right.MakesPods)
            return (inside, inside);
        return admission.RefusesPrivileged(place) switch
        {
            true => (inside, inside),
            false => (ReachLevel.Node, ReachLevel.Node),
            null => (inside, ReachLevel.Node),
        };
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    /// <param name="Namespace">Where; null for everywhere.</param>
    /// <param name="Names">Limited to these; empty for all.</param>
    /// <param name="Grant">By what.</param>
    private sealed record Held(string? Namespace, IReadOnlyList<string> Names, Grant Grant)
    {
        /// <summary>What is left of it where something else is needed that is only there; null for nothing.</summary>
        public Held? Within(string? place)
        {
            if (place is null || place == Namespace)
                return this;
            return Namespace is null ? this with { Namespace = place } : null;
        }
    }
}
