namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <param name="Hash">Of the pod template.</param>
/// <param name="Image">Digest.</param>
/// <param name="Profile">What it does.</param>
internal sealed record Revision(string Hash, string Image, ServiceProfile Profile);
