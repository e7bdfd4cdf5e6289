using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Signals;

namespace IncidentMesh.Grains.Comparison;

/// <summary>The small part of a workload's comparison. Open windows and what was learned are rows: see <see cref="ComparisonRows"/>.</summary>
[GenerateSerializer, Immutable, Alias("im.state.comparison")]
internal sealed record ComparisonState
{
    [Id(0)] public IntakeMarks Marks { get; init; } = new();

    /// <summary>By log partition: nodes of the workload on which its sensor is silent. What a partition said that is not heard any more does not count.</summary>
    [Id(1)] public Dictionary<string, IReadOnlyList<string>> Silent { get; init; } = [];

    /// <summary>The timer that is under way; null where none is.</summary>
    [Id(2)] public ClosingTimer? Timer { get; init; }

    /// <summary>What was found and may not have been told yet: a chunk of the comparison's own lane, with its number.</summary>
    [Id(3)] public IReadOnlyList<Deviation> Untold { get; init; } = [];

    /// <summary>
    /// Number of that chunk: at least the Unix time in seconds at which it was found, so that it grows also where this state
    /// was forgotten in between. Whoever is told remembers the last number for longer.
    /// </summary>
    [Id(4)] public long Tellings { get; init; }

    /// <summary>The last findings, newest first.</summary>
    [Id(5)] public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>Newest first.</summary>
    [Id(6)] public IReadOnlyList<Expectation> Expectations { get; init; } = [];

    /// <summary>Why learning began anew; null where it did not.</summary>
    [Id(7)] public string? Note { get; init; }

    /// <summary>Which of two places holds what was learned (its last bit), and in how many pieces; 0 pieces where nothing was.</summary>
    [Id(8)] public int Generation { get; init; }

    [Id(9)] public int Pieces { get; init; }

    /// <summary>Replicas that were watched in the last window.</summary>
    [Id(10)] public int Replicas { get; init; }

    /// <summary>Windows that end by then are still to be closed, also when nothing more comes; null where none are.</summary>
    [Id(13)] public DateTimeOffset? Settle { get; init; }

    /// <summary>When something was last taken in, by our clock.</summary>
    [Id(14)] public DateTimeOffset TakenAt { get; init; }

    /// <summary>Findings that were not told, because more were made at once than are told.</summary>
    [Id(15)] public long Dropped { get; init; }

    /// <summary>It may be forgotten after this.</summary>
    [Id(11)] public DateTimeOffset KeptUntil { get; init; }
}
