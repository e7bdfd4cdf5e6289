namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// One grain's part of one chunk of a log partition. Chunks of a lane are numbered without gaps and the next one comes
/// only after every grain has taken its part of this one, so a grain that remembers the last chunk of a lane and the
/// indexes that it took from it takes every signal once, however often a chunk is replayed.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.signal-share")]
public sealed record SignalShare
{
    /// <summary>The log partition's key; with <c>#late</c> for signals whose pod became known later.</summary>
    [Id(0)] public required string Lane { get; init; }

    /// <summary>Number of the chunk in its lane, from 1.</summary>
    [Id(1)] public required long Chunk { get; init; }

    [Id(2)] public required IReadOnlyList<ObservedSignal> Signals { get; init; }
}
