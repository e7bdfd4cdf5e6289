using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Why an incident has its score.</summary>
internal sealed record ScoringResource(int Value, string Model, IReadOnlyList<ScoreFactorResource> Factors)
{
    public static ScoringResource From(Score score) =>
        new(score.Value, score.Model, [.. score.Factors.Select(one => new ScoreFactorResource(one.Factor, one.Share, one.Reason))]);
}

internal sealed record ScoreFactorResource(string Factor, int Share, string Reason);

/// <summary>Hits of one rule.</summary>
internal sealed record RuleResource(
    string Rule,
    string Title,
    Severity Severity,
    long Count,
    DateTime FirstSeen,
    DateTime LastSeen,
    string Example,
    IReadOnlyList<string> Techniques)
{
    public static RuleResource From(RuleHits hits) => new(
        hits.Rule, hits.Title, hits.Severity, hits.Count, hits.FirstSeen.UtcDateTime, hits.LastSeen.UtcDateTime, hits.Example, hits.Techniques);
}

internal sealed record ReplicaCountResource(string Pod, long Signals);

/// <summary>One line of the story.</summary>
internal sealed record TimelineResource(long Number, DateTime Time, string Kind, string Actor, string Text)
{
    public static TimelineResource From(TimelineEntry entry) =>
        new(entry.Number, entry.Time.UtcDateTime, entry.Kind, entry.Actor, entry.Text);
}
