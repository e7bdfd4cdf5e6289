namespace IncidentMesh.Contracts.Clusters;

/// <summary>
/// A piece of what list and watch learned. A list arrives as one piece with <see cref="ListBegins"/>, further pieces,
/// and a last one with <see cref="ListEnds"/>: whatever was known before and not repeated between is gone.
/// At most 500 pods and 500 workloads a piece.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.inventory-change")]
public sealed record InventoryChange
{
    [Id(0)] public bool ListBegins { get; init; }

    [Id(1)] public bool ListEnds { get; init; }

    [Id(2)] public IReadOnlyList<PodRecord> Pods { get; init; } = [];

    [Id(3)] public IReadOnlyList<WorkloadRecord> Workloads { get; init; } = [];

    /// <summary>Deleted pods, by name and uid.</summary>
    [Id(4)] public IReadOnlyList<PodDeletion> DeletedPods { get; init; } = [];

    /// <summary>Deleted workloads as <c>namespace/Kind/name</c>.</summary>
    [Id(5)] public IReadOnlyList<string> DeletedWorkloads { get; init; } = [];

    /// <summary>Why the cluster cannot be read at present, for people; null while it can.</summary>
    [Id(6)] public string? Unreachable { get; init; }

    /// <summary>
    /// What of the cluster is not known, and why: kinds that may not be read, kinds that its server does not have. At most
    /// <see cref="MostNotes"/>. Null where that is as before.
    /// </summary>
    [Id(7)] public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Version of the API server, as it tells it; null where that is as before.</summary>
    [Id(8)] public string? ServerVersion { get; init; }

    /// <summary>Most notes.</summary>
    public const int MostNotes = 50;
}

[GenerateSerializer, Immutable, Alias("im.pod-deletion")]
public sealed record PodDeletion([property: Id(0)] string Namespace, [property: Id(1)] string Name, [property: Id(2)] string Uid);
