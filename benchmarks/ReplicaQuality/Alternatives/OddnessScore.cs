namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <param name="Value">At least 0; greater is odder.</param>
/// <param name="Column">The feature that contributes most; -1 where none can be named.</param>
internal readonly record struct OddnessScore(double Value, int Column);
