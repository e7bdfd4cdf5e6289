namespace IncidentMesh.Grains.Posture;

/// <summary>How soon changes around workloads count.</summary>
internal sealed record PosturePace
{
    /// <summary>How often it is looked whether anything has changed.</summary>
    public TimeSpan Glance { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Least rest between two readings of what is around a cluster's workloads.</summary>
    public TimeSpan Reading { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least rest between two rounds over a cluster's incidents.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two rounds, also without a change: an incident may have asked while nobody answered.</summary>
    public TimeSpan AtLeastEvery { get; init; } = TimeSpan.FromMinutes(1);
}
