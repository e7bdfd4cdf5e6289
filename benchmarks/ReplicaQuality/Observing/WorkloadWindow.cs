namespace IncidentMesh.Benchmarks.ReplicaQuality.Observing;

/// <summary>One minute of one workload. Valid until the next window is drawn: who keeps something copies it.</summary>
public sealed class WorkloadWindow
{
    public const int Seconds = 60;

    /// <summary><c>cluster/namespace/Kind/name</c>.</summary>
    public required string Workload { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public int Index { get; internal set; }

    public DateTimeOffset Start { get; internal set; }

    /// <summary>All that live in this window, observed or not.</summary>
    public IReadOnlyList<ReplicaWindow> Replicas { get; internal set; } = [];
}
