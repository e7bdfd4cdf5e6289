namespace IncidentMesh.Benchmarks.ReplicaQuality.Observing;

/// <summary>What a detector says about a window.</summary>
/// <param name="Kind">Whom it accuses.</param>
/// <param name="Replica">Name of the accused replica; null where none is named.</param>
/// <param name="Features">By contribution.</param>
/// <param name="Score">An e-value or a score: greater is odder.</param>
public sealed record Alarm(AlarmKind Kind, string? Replica, IReadOnlyList<string> Features, double Score);
