using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Workloads;

/// <summary>One pod. Key: <see cref="ReplicaRef"/> as text.</summary>
[GrainInterfaceType("im.replica")]
public interface IReplicaGrain : IGrainWithStringKey
{
    /// <summary>Counts its part of a chunk, and commits.</summary>
    [Alias("take")]
    Task TakeAsync(WorkloadRef workload, SignalShare share);

    /// <returns>What it has counted, or null where nothing was ever seen of it.</returns>
    [Alias("get"), ReadOnly]
    Task<ReplicaActivity?> GetActivityAsync();
}

/// <summary>What a pod did.</summary>
[GenerateSerializer, Immutable, Alias("im.replica-activity")]
public sealed record ReplicaActivity
{
    [Id(0)] public required ReplicaRef Replica { get; init; }

    [Id(1)] public required WorkloadRef Workload { get; init; }

    /// <summary>All signals ever taken in.</summary>
    [Id(2)] public required long Signals { get; init; }

    [Id(3)] public required DateTimeOffset FirstSeen { get; init; }

    [Id(4)] public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The newest windows, oldest first, at most 15.</summary>
    [Id(5)] public IReadOnlyList<ActivityWindow> Windows { get; init; } = [];
}

/// <summary>Counts of one window of event time.</summary>
/// <param name="Start">Start of the window, a whole minute.</param>
/// <param name="Counts">Feature to count; at most 200 features, the rest in <c>other</c>.</param>
[GenerateSerializer, Immutable, Alias("im.activity-window")]
public sealed record ActivityWindow(
    [property: Id(0)] DateTimeOffset Start,
    [property: Id(1)] IReadOnlyDictionary<string, long> Counts);
