using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Contracts.Comparison;

/// <summary>Where the comparison of a workload's replicas stands.</summary>
[GenerateSerializer, Immutable, Alias("im.comparison-status")]
public sealed record ComparisonStatus
{
    [Id(0)] public required string Workload { get; init; }

    /// <summary>Windows compared so far.</summary>
    [Id(1)] public long Windows { get; init; }

    /// <summary>Whether too few windows were seen to say anything yet.</summary>
    [Id(2)] public bool IsLearning { get; init; }

    /// <summary>End of the last window that was compared; null before the first.</summary>
    [Id(3)] public DateTimeOffset? ComparedThrough { get; init; }

    /// <summary>Replicas in that window that were watched.</summary>
    [Id(4)] public int Replicas { get; init; }

    /// <summary>False alarms that are tolerated in a quarter.</summary>
    [Id(5)] public double FalseAlarmsPerQuarter { get; init; }

    /// <summary>Events that came too late for their window, or were dated long before.</summary>
    [Id(6)] public long Late { get; init; }

    /// <summary>Events from the future, and those for which there was no room.</summary>
    [Id(7)] public long Uncounted { get; init; }

    /// <summary>Why learning began anew, for people; null where it did not.</summary>
    [Id(8)] public string? Note { get; init; }

    /// <summary>The last findings, newest first.</summary>
    [Id(9)] public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>What is expected of its replicas, newest first: those in force, then the last ones that ended.</summary>
    [Id(10)] public IReadOnlyList<Expectation> Expectations { get; init; } = [];

    /// <summary>Findings that were not told, because more were made at once than are told: the weakest of them.</summary>
    [Id(11)] public long Dropped { get; init; }

    /// <summary>What became of the findings of the quarter before <see cref="ComparedThrough"/>, as far as they are in <see cref="Deviations"/>.</summary>
    [Id(12)] public FindingTally LastQuarter { get; init; } = new(0, 0, 0);
}
