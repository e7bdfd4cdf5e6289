namespace IncidentMesh.Benchmarks.ReplicaQuality.Observing;

/// <summary>Whom an alarm accuses.</summary>
public enum AlarmKind
{
    /// <summary>One replica differs from its siblings.</summary>
    Replica,

    /// <summary>The workload differs from its own past.</summary>
    Workload,

    /// <summary>A revision differs from another one.</summary>
    Revision,

    /// <summary>Something differs, and who is odd cannot be decided.</summary>
    Indeterminate,
}
