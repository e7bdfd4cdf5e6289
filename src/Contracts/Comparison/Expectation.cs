namespace IncidentMesh.Contracts.Comparison;

/// <summary>
/// A deviation that somebody expects for a time: what fits is left out of the comparison. Patterns are whole names, in
/// which <c>*</c> stands for any characters and <c>?</c> for one.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.expectation")]
public sealed record Expectation
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>Pattern of features, such as <c>exec|/usr/bin/curl</c>.</summary>
    [Id(1)] public required string Feature { get; init; }

    /// <summary>Pattern of pods; null for all replicas.</summary>
    [Id(2)] public string? Replica { get; init; }

    [Id(3)] public required string Reason { get; init; }

    /// <summary>Event times from then on are compared again.</summary>
    [Id(4)] public required DateTimeOffset Expires { get; init; }

    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(6)] public required string CreatedBy { get; init; }

    /// <summary>When it was removed or was found to have expired; null while it is in force.</summary>
    [Id(7)] public DateTimeOffset? EndedAt { get; init; }

    [Id(8)] public string? EndedBy { get; init; }

    /// <summary>Events that it left out.</summary>
    [Id(9)] public long Hits { get; init; }
}
