using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Gateway.Replay;

/// <summary>How often a rule would have fired, and on what.</summary>
internal sealed record ReplayedRuleResource(
    string Rule,
    string Source,
    string Priority,
    long Count,
    DateTime? FirstSeen,
    DateTime? LastSeen,
    IReadOnlyList<ReplayCountResource> Subjects,
    IReadOnlyList<ReplayCountResource> Users,
    IReadOnlyList<ReplayExampleResource> Examples)
{
    public static ReplayedRuleResource From(ReplayedRule rule, string cluster) => new(
        rule.Rule,
        rule.Source,
        rule.Priority,
        rule.Count,
        rule.FirstSeen?.UtcDateTime,
        rule.LastSeen?.UtcDateTime,
        Counts(rule.Subjects),
        Counts(rule.Users),
        [.. rule.Examples.Select(example => new ReplayExampleResource(
            example.Time.UtcDateTime, example.Output, new LogPartition(cluster, example.Format).ToString(), example.Position.Offset, example.Position.Index))]);

    private static IReadOnlyList<ReplayCountResource> Counts(IReadOnlyDictionary<string, long> counts) =>
        [.. counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => new ReplayCountResource(one.Key, one.Value))];
}

/// <summary>A name, and how many events.</summary>
internal sealed record ReplayCountResource(string Name, long Count);

/// <summary>An event on which a rule would have fired, and what it would have said.</summary>
internal sealed record ReplayExampleResource(DateTime Time, string Output, string Partition, long Offset, int Index);
