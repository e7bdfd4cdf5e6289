using IncidentMesh.Contracts.Response.Quarantine;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>Port: what cuts pods of one cluster off. Faults are as in <see cref="ICluster"/>.</summary>
internal interface IPodIsolation
{
    Task<ClusterAnswer<PodState>> ReadPodAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Changes labels and mark in one write, on condition that the pod is still at <paramref name="write"/>'s version: else
    /// <see cref="FaultKind.Conflict"/>.
    /// </summary>
    Task<ClusterAnswer<PodState>> WritePodAsync(string @namespace, string name, PodWrite write, CancellationToken cancellationToken);

    /// <summary>The namespace's NetworkPolicies that let anything through for a pod with these labels.</summary>
    Task<ClusterAnswer<IReadOnlyList<OpenPolicy>>> FindOpenPoliciesAsync(string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>Reads a containment's NetworkPolicy.</summary>
    Task<ClusterAnswer<PolicyState>> ReadPolicyAsync(string @namespace, string containment, CancellationToken cancellationToken);

    /// <summary>Creates a containment's NetworkPolicy, or makes what is there what it has to be.</summary>
    Task<ClusterAnswer<PolicyState>> WritePolicyAsync(string @namespace, string containment, CancellationToken cancellationToken);

    /// <summary>Deletes a containment's NetworkPolicy if it is still the one that was read.</summary>
    /// <returns>A fault, or null where it is deleted.</returns>
    Task<ClusterFault?> DeletePolicyAsync(string @namespace, string containment, string uid, CancellationToken cancellationToken);
}

/// <summary>What matters of a pod to what is done to it, at one version.</summary>
/// <param name="Uid">Uid of the pod.</param>
/// <param name="ResourceVersion">Version read.</param>
/// <param name="Labels">All of its labels.</param>
/// <param name="Mark">Our annotation as it stands there; null where there is none.</param>
/// <param name="IsOnHostNetwork">Whether it shares the network of its node, which no NetworkPolicy isolates.</param>
/// <param name="HasEnded">Whether nothing runs in it any more.</param>
/// <param name="From">Our annotation of the workload that it is cut off from; null where there is none.</param>
/// <param name="Owner">Its controller; null where it has none.</param>
/// <param name="CreatedAt">When it was made; null where that is not known.</param>
internal sealed record PodState(
    string Uid, string ResourceVersion, IReadOnlyDictionary<string, string> Labels, string? Mark, bool IsOnHostNetwork = false, bool HasEnded = false, string? From = null,
    PodOwner? Owner = null, DateTimeOffset? CreatedAt = null);

/// <param name="ResourceVersion">Version that the pod must still have.</param>
/// <param name="Labels">Labels to set; null removes one. Others stay.</param>
/// <param name="Mark">Our annotation; null removes it.</param>
/// <param name="From">The workload that it is cut off from, as <c>Kind/name</c>; null removes it.</param>
internal sealed record PodWrite(string ResourceVersion, IReadOnlyDictionary<string, string?> Labels, string? Mark, string? From = null);

/// <param name="Uid">Uid of the NetworkPolicy.</param>
/// <param name="Holds">Whether it is as we write it.</param>
internal sealed record PolicyState(string Uid, bool Holds);
