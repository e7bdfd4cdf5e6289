namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>The end of a container's log.</summary>
/// <param name="Bytes">Lines with their times.</param>
/// <param name="IsCut">Whether there was more before it.</param>
internal sealed record LogTail(byte[] Bytes, bool IsCut);
