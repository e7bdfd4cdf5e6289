namespace IncidentMesh.Detection.Scoring;

/// <summary>What it matters. Each is above zero, and what matters more is never less than what matters less.</summary>
public sealed record ImportanceWeights
{
    public double Production { get; init; } = 1.4;

    public double Staging { get; init; } = 0.8;

    public double Development { get; init; } = 0.45;

    /// <summary>At most 1, and at most what any other environment is worth: a test environment never raises.</summary>
    public double Test { get; init; } = 0.45;

    public double Critical { get; init; } = 1.6;

    public double High { get; init; } = 1.25;

    public double Medium { get; init; } = 1;

    public double Low { get; init; } = 0.65;

    public double RestrictedData { get; init; } = 1.4;

    public double ConfidentialData { get; init; } = 1.2;

    public double InternalData { get; init; } = 1;

    public double PublicData { get; init; } = 0.85;
}
