namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>A cell of the tables.</summary>
/// <param name="Kind">Of benign workloads.</param>
/// <param name="Size">In replicas.</param>
internal readonly record struct Place(string Kind, int Size);
