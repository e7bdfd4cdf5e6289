namespace IncidentMesh.Kubernetes.Evidence;

/// <param name="Name">Name of the pod.</param>
/// <param name="Uid">Uid of the pod.</param>
/// <param name="Containers">Names of its containers: the main ones, the initial ones, the ephemeral ones.</param>
/// <param name="Restarted">Those that ended once and were started again.</param>
internal sealed record WorkloadPod(string Name, string Uid, IReadOnlyList<string> Containers, IReadOnlyList<string> Restarted);

/// <summary>The end of a container's log.</summary>
/// <param name="Bytes">Lines with their times.</param>
/// <param name="IsCut">Whether there was more before it.</param>
internal sealed record LogTail(byte[] Bytes, bool IsCut);
