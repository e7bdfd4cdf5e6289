namespace IncidentMesh.Contracts.Vulnerabilities;

/// <summary>Which vulnerabilities of Kubernetes itself a cluster has, and the incident that tells of them. Key: cluster id.</summary>
[GrainInterfaceType("im.components")]
public interface IComponentGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes in what was found. What is new goes to the cluster's open incident of this kind, or opens one; what is gone is told
    /// there, and resolves it where nothing is left.
    /// </summary>
    [Alias("review")]
    Task ReviewAsync(ComponentReview review);

    /// <returns>The last review; null where there was none since the silo started.</returns>
    [Alias("get"), ReadOnly]
    Task<ComponentStatus?> GetAsync();
}

/// <summary>A feed held against the versions that a cluster runs.</summary>
[GenerateSerializer, Immutable, Alias("im.component-review")]
public sealed record ComponentReview
{
    /// <summary>Most vulnerabilities; the gravest are kept.</summary>
    public const int MostVulnerabilities = 200;

    /// <summary>Where the feed is, for people.</summary>
    [Id(0)] public required string Source { get; init; }

    /// <summary>When the feed was last known to be current; null where it was never read.</summary>
    [Id(1)] public DateTimeOffset? FeedAt { get; init; }

    /// <summary>What is wrong with the feed or the inventory, for people; null where nothing is.</summary>
    [Id(2)] public string? Problem { get; init; }

    /// <summary>What runs; null where that is not known, so that nothing follows from it.</summary>
    [Id(3)] public IReadOnlyList<ComponentCount>? Components { get; init; }

    /// <summary>What affects these versions.</summary>
    [Id(4)] public IReadOnlyList<ComponentVulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>Ids of entries whose text could not be understood: somebody has to read them.</summary>
    [Id(5)] public IReadOnlyList<string> Uncertain { get; init; } = [];
}

/// <param name="Name">Such as <c>kubelet</c>.</param>
/// <param name="Version">As it tells it.</param>
/// <param name="Count">How many run it.</param>
[GenerateSerializer, Immutable, Alias("im.component-count")]
public sealed record ComponentCount([property: Id(0)] string Name, [property: Id(1)] string Version, [property: Id(2)] int Count);

/// <param name="Id">The CVE. Hostile text, as all here.</param>
/// <param name="Summary">One line.</param>
/// <param name="Severity">As the feed rates it.</param>
/// <param name="Url">Of the issue; null for none.</param>
/// <param name="Affected">What is affected, such as <c>kubelet v1.30.2 (3)</c>.</param>
[GenerateSerializer, Immutable, Alias("im.component-vulnerability")]
public sealed record ComponentVulnerability(
    [property: Id(0)] string Id,
    [property: Id(1)] string Summary,
    [property: Id(2)] Signals.Severity Severity,
    [property: Id(3)] string? Url,
    [property: Id(4)] string Affected);

/// <param name="Review">The last one.</param>
/// <param name="At">When, by our clock.</param>
/// <param name="Incident">Id of the newest incident; null where there was none.</param>
[GenerateSerializer, Immutable, Alias("im.component-status")]
public sealed record ComponentStatus([property: Id(0)] ComponentReview Review, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Incident);
