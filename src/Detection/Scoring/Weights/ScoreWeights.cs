namespace IncidentMesh.Detection.Scoring;

/// <summary>
/// How much each factor counts, as configuration. All weights are multipliers of the odds that somebody has to act now:
/// 1 counts for nothing, 2 doubles them. See docs/scoring.md.
/// </summary>
public sealed record ScoreWeights
{
    public const string Section = "Scoring";

    public static readonly ScoreWeights Default = new();

    /// <summary>Name of this set of weights: incidents remember it. Give yours a name of its own, and a new one with each change. 1 to 64 characters.</summary>
    public string Version { get; init; } = DefaultVersion;

    public EvidenceWeights Evidence { get; init; } = new();

    public ConsequenceWeights Consequence { get; init; } = new();

    public ImportanceWeights Importance { get; init; } = new();

    internal const string DefaultVersion = "default.1";
}
