using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Why an incident has its score.</summary>
/// <param name="Value">0 to 100.</param>
/// <param name="Range">What is not known could make it; null in scores of older models.</param>
/// <param name="Model">Model and version of its weights.</param>
/// <param name="Factors">Largest share first; the shares add up to the value.</param>
/// <param name="WouldLower">What people could change, the largest effect first.</param>
internal sealed record ScoringResource(
    int Value, ScoreRangeResource? Range, string Model, IReadOnlyList<ScoreFactorResource> Factors, IReadOnlyList<ScoreChangeResource> WouldLower)
{
    public static ScoringResource From(Score score) => new(
        score.Value,
        score.Range is { } range ? new ScoreRangeResource(range.Low, range.High) : null,
        score.Model,
        [.. score.Factors.Select(static one => new ScoreFactorResource(one.Factor, one.Share, one.Reason, one.Source, one.AsOf?.UtcDateTime))],
        [.. (score.WouldLower ?? []).Select(static change => new ScoreChangeResource(change.Factor, change.Change, change.Score))]);
}

internal sealed record ScoreRangeResource(int Low, int High);

/// <summary>One factor; source and time are null where they are not known.</summary>
internal sealed record ScoreFactorResource(string Factor, int Share, string Reason, string? Source, DateTime? AsOf);

internal sealed record ScoreChangeResource(string Factor, string Change, int Score);

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
