namespace IncidentMesh.Contracts.Comparison;

/// <summary>What the pods of one workload did, by one chunk of a log partition. For lanes and chunks see <see cref="Signals.SignalShare"/>.</summary>
[GenerateSerializer, Immutable, Alias("im.activity-share")]
public sealed record ActivityShare
{
    [Id(0)] public required string Lane { get; init; }

    [Id(1)] public required long Chunk { get; init; }

    [Id(2)] public required IReadOnlyList<SeenActivity> Seen { get; init; }

    /// <summary>Nodes on which the lane's sensor is silent at present.</summary>
    [Id(3)] public IReadOnlyList<string> SilentNodes { get; init; } = [];

    /// <summary>Since when the lane's sensor was heard without a long pause before this chunk, in event time; null where that is not known.</summary>
    [Id(4)] public DateTimeOffset? HeardSince { get; init; }

    /// <summary>Its newest event before this chunk, of whatever pod; null where that is not known.</summary>
    [Id(5)] public DateTimeOffset? HeardThrough { get; init; }
}

/// <param name="Index">Number of the signal within its chunk.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Time">Event time.</param>
/// <param name="Feature">What the pod did, <c>exec|/usr/bin/curl</c>.</param>
[GenerateSerializer, Immutable, Alias("im.seen-activity")]
public readonly record struct SeenActivity(
    [property: Id(0)] int Index,
    [property: Id(1)] string Pod,
    [property: Id(2)] DateTimeOffset Time,
    [property: Id(3)] string Feature);
