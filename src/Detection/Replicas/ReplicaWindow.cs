namespace IncidentMesh.Detection.Replicas;

/// <summary>What one replica (one container of a pod) did in one window.</summary>
public sealed record ReplicaWindow
{
    /// <summary>Name of the pod, unique in its workload. Only a StatefulSet gives one again: then <see cref="StartedAt"/> tells.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of the pod template; replicas of different revisions are no siblings.</summary>
    public string Revision { get; init; } = "";

    /// <summary>Digest of the image; replicas of different images are no siblings.</summary>
    public string Image { get; init; } = "";

    /// <summary>When it started; null where that is unknown: then it counts as long running.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Seconds of the window in which a live sensor watched it, from 0 to the window's length.</summary>
    public required double ObservedSeconds { get; init; }

    /// <summary>Whether an open incident names it: what it does now is judged, and not learned as usual.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>Whether it did more than <see cref="Activity"/> says, because that is expected of it.</summary>
    public bool IsPartial { get; init; }

    /// <summary>How often it did what, by <c>family|what</c>: <c>exec|/usr/bin/curl</c>. No negative numbers.</summary>
    public IReadOnlyDictionary<string, long> Activity { get; init; } = EmptyActivity;

    /// <summary>Amounts by name, <c>cpu</c> or <c>bytes_out</c>: means or sums over the window, not negative.</summary>
    public IReadOnlyDictionary<string, double> Gauges { get; init; } = EmptyGauges;

    private static readonly Dictionary<string, long> EmptyActivity = [];
    private static readonly Dictionary<string, double> EmptyGauges = [];
}
