namespace IncidentMesh.Kubernetes.Pods;

/// <param name="Name">Name of the pod.</param>
/// <param name="Uid">Uid of the pod.</param>
/// <param name="Containers">Names of its containers, of its init containers and of its ephemeral containers.</param>
/// <param name="Restarted">Those of which an instance before ended.</param>
/// <param name="HasEnded">Whether nothing runs in it any more: it was evicted, or is finished.</param>
/// <param name="Node">Name of its node; null where it has none yet.</param>
/// <param name="IsOwned">Whether the workload is known to own it; else that is only likely, because its ReplicaSet is not known.</param>
internal sealed record WorkloadPod(string Name, string Uid, IReadOnlyList<string> Containers, IReadOnlyList<string> Restarted, bool HasEnded = false, string? Node = null, bool IsOwned = true);
