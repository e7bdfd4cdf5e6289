using IncidentMesh.Grains.Signals.Sharing;
namespace IncidentMesh.Grains.Signals;

[GenerateSerializer, Immutable, Alias("im.state.ingest")]
internal sealed record IngestState
{
    /// <summary>Offset of the last entry that every grain has taken in.</summary>
    [Id(0)] public long ProcessedThrough { get; init; }

    /// <summary>Number of the last chunk taken in.</summary>
    [Id(1)] public long Chunk { get; init; }

    /// <summary>Number of the last chunk of the late lane that was decided.</summary>
    [Id(2)] public long LateChunk { get; init; }

    [Id(3)] public long Signals { get; init; }

    [Id(4)] public long Duplicates { get; init; }

    [Id(5)] public long Unreadable { get; init; }

    [Id(6)] public long Unattributed { get; init; }

    [Id(8)] public long Probes { get; init; }

    /// <summary>When the partition was heard without a long pause, in event time; null before the first event.</summary>
    [Id(9)] public DateTimeOffset? HeardSince { get; init; }

    [Id(10)] public DateTimeOffset? HeardThrough { get; init; }

    /// <summary>How often a grain failed on an event for good; see <see cref="Deliveries"/>.</summary>
    [Id(11)] public long Undelivered { get; init; }

    /// <summary>How many events of the entry after <see cref="ProcessedThrough"/> were taken in: one entry may fill many chunks.</summary>
    [Id(7)] public int NextIndex { get; init; }
}
