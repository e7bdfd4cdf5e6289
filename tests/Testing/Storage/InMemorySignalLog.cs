using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Testing.Storage;

/// <summary>A signal log that forgets with the process; passes the same conformance suite as the durable ones.</summary>
public sealed class InMemorySignalLog(TimeProvider? time = null) : ISignalLog, ISignalLogAppends
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<LogPartition, (long Last, List<SignalLogEntry> Entries)> _partitions = [];

    public event Action<LogPartition>? Appended;

    public ValueTask<long> AppendAsync(LogPartition partition, SignalBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long offset;
        lock (_lock)
        {
            var (last, entries) = _partitions.GetValueOrDefault(partition, (0, []));
            offset = last + 1;
            entries.Add(new(offset, _time.GetUtcNow(), SignalBatch.Read(batch.Payload.ToArray())));
            _partitions[partition] = (offset, entries);
        }

        Appended?.Invoke(partition);
        return new(offset);
    }

    public ValueTask<IReadOnlyList<SignalLogEntry>> ReadAsync(
        LogPartition partition, long fromOffset, int maxEntries, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var read = new List<SignalLogEntry>();
        lock (_lock)
        {
            var bytes = 0L;
            var entries = _partitions.TryGetValue(partition, out var found) ? found.Entries : [];
            foreach (var entry in entries.SkipWhile(entry => entry.Offset < fromOffset).Take(maxEntries))
            {
                read.Add(entry);
                bytes += entry.Batch.Payload.Length;
                if (bytes >= maxBytes) break;
            }
        }

        return new(read);
    }

    public ValueTask<IReadOnlyList<LogPartitionEnd>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new([.. _partitions
                .Select(partition => new LogPartitionEnd(partition.Key, partition.Value.Last))]);
        }
    }

    public ValueTask<LogTrim> TrimAsync(
        LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var entries = _partitions.TryGetValue(partition, out var found) ? found.Entries : [];
            var held = entries.Sum(entry => (long)entry.Batch.Payload.Length);
            var (count, bytes) = (0, 0L);
            while (count < entries.Count
                && entries[count].Offset <= processedThrough
                && (entries[count].AppendedAt < before || held - bytes > maxBytes))
            {
                bytes += entries[count].Batch.Payload.Length;
                count++;
            }

            entries.RemoveRange(0, count);
            return new(new LogTrim(count, bytes));
        }
    }
}
