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
    IReadOnlyList<string> Techniques,
    IReadOnlyList<string> Examples)
{
    public static RuleResource From(RuleHits hits) => new(
        hits.Rule, hits.Title, hits.Severity, hits.Count, hits.FirstSeen.UtcDateTime, hits.LastSeen.UtcDateTime, hits.Example, hits.Techniques,
        [.. hits.Examples.Select(example => example.Text)]);
}

/// <summary>One tactic of the attack chain.</summary>
internal sealed record ChainStepResource(string Tactic, string Name, string Rule, DateTime Time)
{
    public static ChainStepResource From(ChainStep step) => new(step.Tactic, step.Name, step.Rule, step.Time.UtcDateTime);
}

/// <summary>What a suppression hid before it looked like an attack; no part of the incident's signals.</summary>
internal sealed record HiddenStepResource(string Suppression, string Rule, string Title, Severity Severity, long Count, DateTime FirstSeen, DateTime LastSeen)
{
    public static HiddenStepResource From(HiddenStep step) => new(
        step.Suppression, step.Hits.Rule, step.Hits.Title, step.Hits.Severity, step.Hits.Count, step.Hits.FirstSeen.UtcDateTime, step.Hits.LastSeen.UtcDateTime);
}

/// <summary>Of a digest: signals of one subject, as <c>kind name</c>.</summary>
internal sealed record PlaceCountResource(string Subject, long Signals);

internal sealed record ReplicaCountResource(string Pod, long Signals);

/// <summary>One line of the story.</summary>
internal sealed record TimelineResource(long Number, DateTime Time, string Kind, string Actor, string Text)
{
    public static TimelineResource From(TimelineEntry entry) =>
        new(entry.Number, entry.Time.UtcDateTime, entry.Kind, entry.Actor, entry.Text);
}
