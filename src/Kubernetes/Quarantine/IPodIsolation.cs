using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Kubernetes.Pods;

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

/// <param name="ResourceVersion">Version that the pod must still have.</param>
/// <param name="Labels">Labels to set; null removes one. Others stay.</param>
/// <param name="Mark">Our annotation; null removes it.</param>
/// <param name="From">The workload that it is cut off from, as <c>Kind/name</c>; null removes it.</param>
internal sealed record PodWrite(string ResourceVersion, IReadOnlyDictionary<string, string?> Labels, string? Mark, string? From = null);

/// <param name="Uid">Uid of the NetworkPolicy.</param>
/// <param name="Holds">Whether it is as we write it.</param>
internal sealed record PolicyState(string Uid, bool Holds);
