namespace IncidentMesh.Contracts.Inventory;

/// <summary>What a cluster's live inventory shows of a workload that makes an attack on it matter more or less.</summary>
[GenerateSerializer, Immutable, Alias("im.workload-risk")]
public sealed record WorkloadRisk
{
    /// <summary>When the oldest knowledge that this follows from was last known to be current.</summary>
    [Id(0)] public DateTimeOffset? AsOf { get; init; }

    /// <summary>What is known, by name, each once. What is not among them is not known.</summary>
    [Id(1)] public IReadOnlyList<RiskFact> Facts { get; init; } = [];

    /// <summary>Whether both say the same, whatever their ages.</summary>
    public bool SaysTheSameAs(WorkloadRisk? other) => other is not null && Facts.SequenceEqual(other.Facts);
}

/// <param name="Name">Name of the factor, such as <c>exposure</c>.</param>
/// <param name="Value">Its value, such as <c>Internet</c>.</param>
/// <param name="AtMost">What it is at worst, by what is not known; null where the value is certain.</param>
/// <param name="Source">Where it is from, for people.</param>
/// <param name="Proof">What shows it, for people: at most some sentences. May hold hostile text.</param>
[GenerateSerializer, Immutable, Alias("im.risk-fact")]
public sealed record RiskFact(
    [property: Id(0)] string Name,
    [property: Id(1)] string Value,
    [property: Id(2)] string? AtMost,
    [property: Id(3)] string Source,
    [property: Id(4)] string? Proof);
