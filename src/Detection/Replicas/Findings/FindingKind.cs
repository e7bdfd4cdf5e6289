namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>What a finding says something about.</summary>
public enum FindingKind
{
    /// <summary>One replica differs from its siblings.</summary>
    Replica,

    /// <summary>Most or all replicas differ from the workload's own past, and no roll-out explains it.</summary>
    Workload,

    /// <summary>The replicas of one revision differ from those of another, as a revision may.</summary>
    Revision,

    /// <summary>Something differs, and nothing tells which side is odd.</summary>
    Indeterminate,

    /// <summary>An earlier finding holds no longer, or its replica is gone.</summary>
    Recovered,
}
