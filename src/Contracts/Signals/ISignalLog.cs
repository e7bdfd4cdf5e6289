using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// Port: the durable, ordered log of raw signals. Implementations are safe for concurrent use. Offsets of a partition are
/// above 0, grow with each entry, and are never used again: not after a trim, and not by a log that takes the place of a
/// lost one. They have gaps.
/// </summary>
public interface ISignalLog
{
    /// <summary>Appends one batch. When the task ends, the batch is on disk. Cancelling leaves the outcome unknown.</summary>
    /// <returns>The offset of the entry.</returns>
    /// <exception cref="StoreUnavailableException">The store is down, full or overloaded: nothing may be acknowledged.</exception>
    ValueTask<long> AppendAsync(LogPartition partition, SignalBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads entries in order from <paramref name="fromOffset"/>; skips what was trimmed.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="fromOffset">First offset wanted, inclusive.</param>
    /// <param name="maxEntries">At most this many entries.</param>
    /// <param name="maxBytes">Stops after the entry that reaches this many bytes; the first entry is always returned.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<SignalLogEntry>> ReadAsync(
        LogPartition partition, long fromOffset, int maxEntries, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Every partition that was ever appended to, with the offset of its last entry, also where that was trimmed.</summary>
    ValueTask<IReadOnlyList<LogPartitionEnd>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Drops the oldest entries that were appended before <paramref name="before"/>, and further ones until the
    /// partition holds at most <paramref name="maxBytes"/>; never an entry after <paramref name="processedThrough"/>. Goes
    /// from the oldest on and stops at the first entry that has to stay.
    /// </summary>
    ValueTask<LogTrim> TrimAsync(
        LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough, CancellationToken cancellationToken);
}

/// <param name="Offset">Offset in the partition.</param>
/// <param name="AppendedAt">When the entry was appended, by the log's clock.</param>
/// <param name="Batch">The raw events.</param>
public sealed record SignalLogEntry(long Offset, DateTimeOffset AppendedAt, SignalBatch Batch);

public sealed record LogPartitionEnd(LogPartition Partition, long LastOffset);

/// <summary>What a trim removed.</summary>
public sealed record LogTrim(long Entries, long Bytes);
