using IncidentMesh.Contracts.Response.Quarantine;

namespace IncidentMesh.Kubernetes.Pods;

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
