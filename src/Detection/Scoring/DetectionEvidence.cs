using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Scoring;

/// <summary>One rule that hit, or one deviation of behaviour.</summary>
public sealed record DetectionEvidence
{
    /// <summary>Name of the rule; empty for a deviation. The same rule counts once, however often it hit.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What people call it; null where that is its name.</summary>
    public string? Title { get; init; }

    /// <summary>Null for a deviation, whose <see cref="EValue"/> says how much it is worth.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The sensor or method that saw it, such as <c>falco</c>; null where that is not known.</summary>
    public string? Source { get; init; }

    /// <summary>ATT&amp;CK ids of tactics and techniques.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>How many times more than chance the evidence of a deviation is worth; above 1 it is evidence.</summary>
    public double? EValue { get; init; }

    public DateTimeOffset? Time { get; init; }
}
