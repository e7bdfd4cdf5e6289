namespace IncidentMesh.Contracts.Signals;

/// <summary>Reads one log partition in order from its checkpoint. Key: <see cref="LogPartition"/> as text.</summary>
[GrainInterfaceType("im.ingest")]
public interface IIngestGrain : IGrainWithStringKey
{
    /// <summary>Processes up to <paramref name="maxChunks"/> chunks.</summary>
    /// <returns>Whether more waits.</returns>
    [Alias("process")]
    Task<IngestProgress> ProcessAsync(int maxChunks, CancellationToken cancellationToken);

    [Alias("progress"), ReadOnly]
    Task<IngestProgress> GetProgressAsync();
}

/// <summary>How far a partition is.</summary>
[GenerateSerializer, Immutable, Alias("im.ingest-progress")]
public sealed record IngestProgress
{
    /// <summary>Offset of the last entry taken in by every grain.</summary>
    [Id(0)] public long ProcessedThrough { get; init; }

    [Id(1)] public bool MoreWaits { get; init; }

    /// <summary>Events taken in once, since the partition began.</summary>
    [Id(2)] public long Signals { get; init; }

    /// <summary>Repeats dropped.</summary>
    [Id(3)] public long Duplicates { get; init; }

    /// <summary>Events that the sensor format could not read; they stay in the log and are shown as such.</summary>
    [Id(4)] public long Unreadable { get; init; }

    /// <summary>Events that wait for their pod to become known.</summary>
    [Id(5)] public int Held { get; init; }

    /// <summary>Events that were given up waiting for and shown as unattributed.</summary>
    [Id(6)] public long Unattributed { get; init; }

    /// <summary>Detections that were probes and hooks of their pods: counted, and not shown as incidents.</summary>
    [Id(7)] public long Probes { get; init; }

    /// <summary>Events that a replica, a workload or another part of the cluster failed on for good, counted once for each such part.</summary>
    [Id(8)] public long Undelivered { get; init; }
}
