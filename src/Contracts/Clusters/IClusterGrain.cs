using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Clusters;

/// <summary>What is known of one cluster, and its signals that belong to no pod. Key: cluster id.</summary>
[GrainInterfaceType("im.cluster")]
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>Which pod each origin belongs to, by committed knowledge only.</summary>
    /// <returns>One answer an origin, in order.</returns>
    [Alias("attribute"), ReadOnly]
    Task<IReadOnlyList<Attribution>> AttributeAsync(IReadOnlyList<SignalOrigin> origins);

    /// <summary>Takes in signals about a node, a user or the cluster.</summary>
    [Alias("take")]
    Task TakeAsync(SubjectRef subject, SignalShare share);

    [Alias("apply")]
    Task ApplyAsync(InventoryChange change);

    [Alias("try-watch")]
    Task<bool> TryWatchAsync(string watcher, TimeSpan lease);

    /// <returns>What is known of a workload, or null.</returns>
    [Alias("workload"), ReadOnly]
    Task<WorkloadRecord?> FindWorkloadAsync(string @namespace, string kind, string name);

    /// <returns>The pods of a workload, those too that are gone for less than an hour; null where the inventory is not known.</returns>
    [Alias("pods"), ReadOnly]
    Task<IReadOnlyList<PodLife>?> GetPodsAsync(string @namespace, string kind, string name);

    /// <returns>The nodes that pods run on; null where the inventory is not known.</returns>
    [Alias("nodes"), ReadOnly]
    Task<IReadOnlyList<string>?> GetNodesAsync();

    [Alias("status"), ReadOnly]
    Task<ClusterStatus> GetStatusAsync();

    /// <summary>Takes one automatic action out of the cluster's hourly budget. Asking again for the same plan takes nothing more.</summary>
    /// <returns>Null where it was taken; otherwise when the budget has room again, as far as is known now.</returns>
    [Alias("reserve-or-when")]
    Task<DateTimeOffset?> ReserveActionAsync(string plan, int perHour);
}

/// <param name="Pod">A pod.</param>
/// <param name="DeletedAt">When it was deleted, by our clock; null while it is there.</param>
[GenerateSerializer, Immutable, Alias("im.pod-life")]
public sealed record PodLife([property: Id(0)] PodRecord Pod, [property: Id(1)] DateTimeOffset? DeletedAt);

/// <summary>Where an origin belongs.</summary>
[GenerateSerializer, Immutable, Alias("im.attribution")]
public sealed record Attribution
{
    /// <summary>Not known (yet).</summary>
    public static readonly Attribution Unknown = new();

    [Id(0)] public ReplicaRef? Replica { get; init; }

    [Id(1)] public WorkloadRef? Workload { get; init; }

    /// <summary>The workload was read off the pod's name, because nothing better is known.</summary>
    [Id(2)] public bool Inferred { get; init; }

    /// <summary>Commands that the kubelet runs in the pod; null where there are none.</summary>
    [Id(3)] public IReadOnlyList<ExecProbe>? Probes { get; init; }

    /// <summary>The pod's main container; null where the pod has only one, or that is not known.</summary>
    [Id(4)] public string? MainContainer { get; init; }
}

[GenerateSerializer, Immutable, Alias("im.cluster-status")]
public sealed record ClusterStatus
{
    [Id(0)] public required string Cluster { get; init; }

    [Id(1)] public int Pods { get; init; }

    [Id(2)] public int Workloads { get; init; }

    /// <summary>When the inventory was last known to be current; null where it was never read.</summary>
    [Id(3)] public DateTimeOffset? InventoryAt { get; init; }

    [Id(4)] public string? Unreachable { get; init; }

    /// <summary>Users, nodes and the like with a place of their own.</summary>
    [Id(5)] public int Subjects { get; init; }

    /// <summary>Signals of such subjects that found no place and share the incident of <c>other</c>, since the cluster is known.</summary>
    [Id(6)] public long Shared { get; init; }

    /// <summary>What of the cluster is not known, and why.</summary>
    [Id(7)] public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Version of its API server, as it tells it; null where it was never asked, or does not say.</summary>
    [Id(8)] public string? ServerVersion { get; init; }
}
