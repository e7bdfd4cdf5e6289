using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>A made-up cluster as it is at the beginning.</summary>
public sealed record RecordingScenario
{
    /// <summary>Id of the cluster, as in <see cref="ClusterConnection.Cluster"/>.</summary>
    public required string Cluster { get; init; }

    /// <summary>Its workloads. Those that can be scaled want <see cref="WorkloadRecord.Replicas"/>.</summary>
    public IReadOnlyList<WorkloadRecord> Workloads { get; init; } = [];

    /// <summary>Its pods. Each belongs to one of the workloads, by kind and name.</summary>
    public IReadOnlyList<PodRecord> Pods { get; init; } = [];

    /// <summary>How long pods take to go and to come. Zero: they are gone when the write is answered.</summary>
    public TimeSpan PodDelay { get; init; } = TimeSpan.FromSeconds(1);
}
