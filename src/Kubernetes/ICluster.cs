using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Evidence;
using IncidentMesh.Kubernetes.Pods;
using IncidentMesh.Kubernetes.Quarantine;

namespace IncidentMesh.Kubernetes;

/// <summary>
/// Port: one cluster, reached somehow. Expected refusals are faults in the answer; only a caller's cancellation and bugs
/// are thrown. Safe for concurrent use.
/// </summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>Reads what a workload's scale is now.</summary>
    Task<ClusterAnswer<ScaleState>> ReadScaleAsync(WorkloadRef workload, CancellationToken cancellationToken);

    /// <summary>
    /// Sets replicas and mark in one write, on condition that the object is still at <paramref name="write"/>'s version:
    /// else <see cref="FaultKind.Conflict"/>.
    /// </summary>
    Task<ClusterAnswer<ScaleState>> WriteScaleAsync(WorkloadRef workload, ScaleWrite write, CancellationToken cancellationToken);

    /// <summary>What would scale or revert the workload, as <c>Kind/name</c>.</summary>
    Task<ClusterAnswer<IReadOnlyList<string>>> ReadControllersAsync(WorkloadRef workload, CancellationToken cancellationToken);

    /// <summary>Counts the pods that the workload owns, directly or through a ReplicaSet.</summary>
    Task<ClusterAnswer<PodCount>> CountPodsAsync(WorkloadRef workload, CancellationToken cancellationToken);

    /// <summary>The pods that the workload owns, directly or through a ReplicaSet, ended ones included.</summary>
    Task<ClusterAnswer<IReadOnlyList<WorkloadPod>>> ListPodsAsync(WorkloadRef workload, CancellationToken cancellationToken);

    /// <summary>The whole object of a workload or a pod.</summary>
    Task<ClusterAnswer<JsonObject>> ReadObjectAsync(WorkloadRef reference, CancellationToken cancellationToken);

    /// <summary>The events about one object.</summary>
    Task<ClusterAnswer<JsonObject>> ReadEventsAsync(string @namespace, string uid, CancellationToken cancellationToken);

    /// <summary>The end of what a container logged, with times; or of what its previous instance did, which ended.</summary>
    Task<ClusterAnswer<LogTail>> ReadLogAsync(string @namespace, string pod, string container, bool previous, CancellationToken cancellationToken);

    /// <summary>Deletes a pod if it is still the one that was seen, with one second to end; also one that is ending more slowly.</summary>
    /// <returns>A fault, or null where that is under way; <see cref="FaultKind.Conflict"/> where it is another pod by now.</returns>
    Task<ClusterFault?> DeletePodAsync(string @namespace, PodIdentity pod, CancellationToken cancellationToken);

    /// <summary>What cuts pods off.</summary>
    IPodIsolation Isolation { get; }

    /// <summary>
    /// Lists everything, then follows the changes: hands over pieces one after the other, the first list first. Ends only
    /// by cancellation, or by an exception of <paramref name="apply"/>; what cannot be read is told in the pieces.
    /// </summary>
    Task WatchAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken);
}

/// <summary>The scale of a workload at one version.</summary>
/// <param name="Uid">Uid of the object.</param>
/// <param name="ResourceVersion">Version read.</param>
/// <param name="Replicas">Desired replicas; of a DaemonSet the nodes that are to run it.</param>
/// <param name="Mark">Our annotation as it stands there; null where there is none.</param>
/// <param name="Pods">Pods that its controller last counted.</param>
/// <param name="DeletesClaims">Whether the volumes of pods that are scaled down are deleted with them.</param>
/// <param name="ReplicasBy">Field manager that owns the desired replicas; null where that is not known, or ourselves.</param>
internal sealed record ScaleState(
    string Uid, string ResourceVersion, int Replicas, string? Mark, int Pods, bool DeletesClaims = false, string? ReplicasBy = null);

/// <param name="ResourceVersion">Version that the object must still have.</param>
/// <param name="Replicas">Desired replicas; null leaves them.</param>
/// <param name="Mark">Our annotation; null removes it.</param>
internal sealed record ScaleWrite(string ResourceVersion, int? Replicas, string? Mark);

/// <summary>Pods whose containers have not all ended for good; a terminating pod counts until it is gone.</summary>
/// <param name="Existing">All of them.</param>
/// <param name="Ready">Ready and not terminating.</param>
internal sealed record PodCount(int Existing, int Ready);
