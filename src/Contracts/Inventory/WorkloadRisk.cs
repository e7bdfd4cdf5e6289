namespace IncidentMesh.Contracts.Inventory;

/// <summary>What a cluster's live inventory shows of a workload that makes an attack on it matter more or less.</summary>
[GenerateSerializer, Immutable, Alias("im.workload-risk")]
public sealed record WorkloadRisk
{
    /// <summary>When the oldest knowledge that this follows from was last known to be current.</summary>
    [Id(0)] public DateTimeOffset? AsOf { get; init; }

    /// <summary>What is known, by name, each once. What is not among them is not known.</summary>
    [Id(1)] public IReadOnlyList<RiskFact> Facts { get; init; } = [];

    /// <summary>The worst of the vulnerabilities that were found in the images that it runs, at most <see cref="MostVulnerabilities"/>.</summary>
    [Id(2)] public IReadOnlyList<StandingVulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>What whoever takes over one of its pods may have, and keep.</summary>
    [Id(3)] public IReadOnlyList<ExposedCredential> Credentials { get; init; } = [];

    /// <summary>Most vulnerabilities.</summary>
    public const int MostVulnerabilities = 10;

    /// <summary>With what was exposed before, as far as there is room: whoever was in may have it, whatever the workload is like by now.</summary>
    public WorkloadRisk After(WorkloadRisk? before) => before is null || before.Credentials.Count == 0 ? this : this with
    {
        Credentials = [.. Credentials.Concat(before.Credentials.Where(static one => one.Kind != ExposedCredential.More)).DistinctBy(static one => (one.Kind, one.Name)).Take(ExposedCredential.Most)],
    };

    /// <summary>Whether both say the same, whatever their ages.</summary>
    public bool SaysTheSameAs(WorkloadRisk? other) =>
        other is not null && Facts.SequenceEqual(other.Facts) && Vulnerabilities.SequenceEqual(other.Vulnerabilities) && Credentials.SequenceEqual(other.Credentials);
}

/// <param name="Id">The CVE, where there is one.</param>
/// <param name="Package">Name of the package.</param>
/// <param name="FixedVersion">The first version without it; null where none is known.</param>
/// <param name="Severity">The scanner's word.</param>
/// <param name="CvssScore">CVSS base score; null where none was given.</param>
[GenerateSerializer, Immutable, Alias("im.standing-vulnerability")]
public sealed record StandingVulnerability(
    [property: Id(0)] string Id,
    [property: Id(1)] string? Package,
    [property: Id(2)] string? FixedVersion,
    [property: Id(3)] Signals.Severity Severity,
    [property: Id(4)] double? CvssScore);

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
