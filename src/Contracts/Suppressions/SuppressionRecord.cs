using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Contracts.Suppressions;

/// <summary>A suppression with its story.</summary>
[GenerateSerializer, Immutable, Alias("im.suppression-record")]
public sealed record SuppressionRecord
{
    [Id(0)] public required Suppression Suppression { get; init; }

    [Id(1)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(2)] public required string CreatedBy { get; init; }

    /// <summary>When it was removed or was found to have expired; null while it is in force.</summary>
    [Id(3)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who removed it; <c>system:suppressions</c> where it expired.</summary>
    [Id(4)] public string? EndedBy { get; init; }

    [Id(5)] public SuppressionHits Hits { get; init; } = new();
}

/// <summary>What a suppression hid. Each signal counts once.</summary>
[GenerateSerializer, Immutable, Alias("im.suppression-hits")]
public sealed record SuppressionHits
{
    /// <summary>Signals that it hid.</summary>
    [Id(0)] public long Hidden { get; init; }

    /// <summary>Signals that it would have hidden, which are shown all the same, because an attack may be going on around them.</summary>
    [Id(1)] public long Shown { get; init; }

    /// <summary>Event time of the earliest of both; null while there was none.</summary>
    [Id(2)] public DateTimeOffset? First { get; init; }

    /// <summary>Event time of the latest.</summary>
    [Id(3)] public DateTimeOffset? Last { get; init; }

    /// <summary>The earliest few that differ in more than numbers. Hostile text.</summary>
    [Id(4)] public IReadOnlyList<RuleExample> Examples { get; init; } = [];
}
