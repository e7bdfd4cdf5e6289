namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>
/// Does what the API server's controller does with aggregating ClusterRoles. One that has rules already comes from a
/// server, whose authorizer goes by them; one without, from a manifest, gets those of the roles that it selects.
/// </summary>
internal static class RoleAggregation
{
    public static void Complete(Dictionary<(string? Namespace, string Name), RbacRole> roles)
    {
        var open = roles.Values.Where(static role => role is { Namespace: null, Aggregates.Count: > 0, Rules.Count: 0 }).Select(static role => role.Name).ToList();
        var gathered = open.ToDictionary(static name => name, name => Gather(roles, name), StringComparer.Ordinal);
        foreach (var name in open)
            roles[(null, name)] = roles[(null, name)] with { Rules = gathered[name] };
    }

    /// <summary>Aggregates may select aggregates, themselves included: each role is visited once.</summary>
    private static List<PolicyRule> Gather(Dictionary<(string? Namespace, string Name), RbacRole> roles, string first)
    {
        var rules = new List<PolicyRule>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { first };
        var waiting = new Queue<string>([first]);
        while (waiting.TryDequeue(out var name))
        {
            var role = roles[(null, name)];
            rules.AddRange(role.Rules);
            if (role.Rules.Count > 0)
                continue;
            foreach (var other in roles.Values.Where(other => other.Namespace is null && role.Aggregates.Any(selector => selector.Selects(other.Labels))))
            {
                if (seen.Add(other.Name))
                    waiting.Enqueue(other.Name);
            }
        }

        return rules;
    }
}
