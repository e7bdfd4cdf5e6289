using IncidentMesh.Contracts.Signals;
using IncidentMesh.Storage.Sqlite.Engine;
using IncidentMesh.Storage.Sqlite.Engine.Writing;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Storage.Sqlite.Log;

/// <summary>The signal log on SQLite: see docs/adr/0002-signal-log.md.</summary>
internal sealed class SqliteSignalLog : ISignalLog, ISignalLogAppends
{
    private readonly TimeProvider _time;

    public SqliteSignalLog(StoreFileSettings settings, TimeProvider time, StorageInstruments instruments, ILogger logger)
    {
        _time = time;
        File = new(
            settings, database => new LogWrites(database, time.GetUtcNow()), database => new LogReads(database), Announce, instruments, logger);
    }

    public event Action<LogPartition>? Appended;

    internal StoreFile<LogWrites, LogReads> File { get; }

    public ValueTask<long> AppendAsync(LogPartition partition, SignalBatch batch, CancellationToken cancellationToken) =>
        File.WriteAsync(new AppendWrite(partition, batch, _time), cancellationToken);

    public ValueTask<IReadOnlyList<SignalLogEntry>> ReadAsync(
        LogPartition partition, long fromOffset, int maxEntries, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        return File.ReadAsync(
            (partition, fromOffset, maxEntries, maxBytes),
            static (reads, ask) => reads.Read(ask.partition, ask.fromOffset, ask.maxEntries, ask.maxBytes),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<LogPartitionEnd>> ListAsync(CancellationToken cancellationToken) =>
        File.ReadAsync(0, static (reads, _) => reads.List(), cancellationToken);

    public async ValueTask<LogTrim> TrimAsync(
        LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough, CancellationToken cancellationToken)
    {
        var (entries, bytes) = (0L, 0L);
        var hasMore = true;
        while (hasMore)
        {
            var step = await File.WriteAsync(
                new TrimWrite(partition, before, maxBytes, processedThrough), cancellationToken);
            entries += step.Dropped.Entries;
            bytes += step.Dropped.Bytes;
            hasMore = step.HasMore;
        }

        return new(entries, bytes);
    }

    private void Announce(IReadOnlyList<StoreWrite<LogWrites>> group)
    {
        if (Appended is not { } appended)
        {
            return;
        }

        LogPartition? last = null;
        HashSet<LogPartition>? told = null;
        foreach (var write in group)
        {
            // Most groups hold one partition only.
            if (write is AppendWrite append && append.Partition != last && (told ??= []).Add(append.Partition))
            {
                last = append.Partition;
                appended(append.Partition);
            }
        }
    }
}
