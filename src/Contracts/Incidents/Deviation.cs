namespace IncidentMesh.Contracts.Incidents;

/// <summary>A replica, or a whole workload, does what its siblings or its own past do not: a finding with its numbers.</summary>
[GenerateSerializer, Immutable, Alias("im.deviation")]
public sealed record Deviation
{
    /// <summary><c>replica</c>, <c>workload</c>, <c>revision</c> or <c>indeterminate</c>.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>The workload, as <c>cluster/namespace/Kind/name</c>.</summary>
    [Id(1)] public required string Workload { get; init; }

    /// <summary>The pod; null where it is about the workload.</summary>
    [Id(2)] public string? Replica { get; init; }

    /// <summary>Start of the window in which it began.</summary>
    [Id(3)] public required DateTimeOffset Since { get; init; }

    /// <summary>Start of the window with which it was decided.</summary>
    [Id(4)] public required DateTimeOffset Window { get; init; }

    /// <summary>How many times more than chance the evidence is worth; its inverse bounds the false alarms per window.</summary>
    [Id(5)] public required double EValue { get; init; }

    /// <summary>50 where the budget just pays for it, to 100; each 10 are a tenth of the false alarms.</summary>
    [Id(6)] public required double Score { get; init; }

    /// <summary>The features that speak for it, the strongest first, at most 10.</summary>
    [Id(7)] public IReadOnlyList<DeviationEvidence> Evidence { get; init; } = [];

    /// <summary>What a person reads; it stands alone. Hostile text.</summary>
    [Id(8)] public required string Sentence { get; init; }

    /// <summary>Start of the window in which it was over; null while it stands.</summary>
    [Id(9)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What its incident turned out to be; null while nobody has said so, and in incidents.</summary>
    [Id(10)] public Verdict? Verdict { get; init; }
}

/// <summary>What one feature contributes, with the counts and exposures of both sides.</summary>
/// <param name="Feature">Its name, <c>exec|/usr/bin/curl</c>. Hostile text.</param>
/// <param name="Count">How often, or how much, the replica did it since the deviation began.</param>
/// <param name="Seconds">For how long the replica was observed since then.</param>
/// <param name="PeerCount">How often the siblings and the workload's past did.</param>
/// <param name="Peers">How many siblings; 0 where the workload's own past is meant.</param>
/// <param name="PeerSeconds">For how long they were observed, all together.</param>
/// <param name="EValue">What this feature alone is worth.</param>
[GenerateSerializer, Immutable, Alias("im.deviation-evidence")]
public sealed record DeviationEvidence(
    [property: Id(0)] string Feature,
    [property: Id(1)] double Count,
    [property: Id(2)] double Seconds,
    [property: Id(3)] double PeerCount,
    [property: Id(4)] int Peers,
    [property: Id(5)] double PeerSeconds,
    [property: Id(6)] double EValue);
