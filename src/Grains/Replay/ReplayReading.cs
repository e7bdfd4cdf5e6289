using IncidentMesh.Contracts.Replay;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Replay;
using IncidentMesh.Sensors;

namespace IncidentMesh.Grains.Replay;

/// <summary>
/// Reads a cluster's log for a replay: every partition that the rules are about, one after the other, until a bound is
/// reached. For one call.
/// </summary>
internal sealed class ReplayReading(ISignalLog log, RuleReplay replay, ReplayRequest request, TimeProvider time)
{
    /// <summary>Most events of a call.</summary>
    public const int MostEvents = 4_096;

    private const long MostBytes = 8 * 1024 * 1024;
    private const int EntriesAtOnce = 64;
    private const long BytesAtOnce = 1024 * 1024;

    /// <summary>The clock is looked at after so many events, so that a call always gets on, however slow the store is.</summary>
    private const int EventsBetweenLooks = 64;

    /// <summary>A call is one turn of its grain.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromMilliseconds(100);

    private readonly long _began = time.GetTimestamp();
    private long _events;
    private long _unreadable;
    private long _judged;
    private long _bytes;
    private DateTimeOffset? _from;
    private DateTimeOffset? _through;

    private bool IsSpent => _events >= MostEvents || _bytes >= MostBytes
        || (_events > 0 && _events % EventsBetweenLooks == 0 && time.GetElapsedTime(_began) >= LongestWork);

    public async Task<ReplayPart> ReadAsync(string cluster, CancellationToken cancellationToken)
    {
        var next = await ReadPartitionsAsync(cluster, cancellationToken);
        return new ReplayPart
        {
            Rules = replay.Results,
            Events = _events,
            Unreadable = _unreadable,
            Judged = _judged,
            Bytes = _bytes,
            From = _from,
            Through = _through,
            Next = next,
        };
    }

    private async Task<ReplayCursor?> ReadPartitionsAsync(string cluster, CancellationToken cancellationToken)
    {
        var partitions = (await log.ListAsync(cancellationToken))
            .Where(end => end.Partition.Cluster == cluster && replay.Reads(end.Partition.Format))
            .Where(end => request.Cursor is null || string.CompareOrdinal(end.Partition.Format, request.Cursor.Format) >= 0)
            .OrderBy(end => end.Partition.Format, StringComparer.Ordinal);
        foreach (var end in partitions)
        {
            if (SensorFormats.Find(end.Partition.Format) is not { } format)
            {
                continue;
            }

            var at = request.Cursor is { } cursor && cursor.Format == format.Name
                ? cursor
                : new ReplayCursor(format.Name, await FirstOffsetAsync(end, cancellationToken), 0);
            if (await ReadPartitionAsync(end.Partition, format, at, cancellationToken) is { } next)
            {
                return next;
            }
        }

        return null;
    }

    /// <returns>Where to go on in the partition; null where it was read to its end.</returns>
    private async Task<ReplayCursor?> ReadPartitionAsync(
        LogPartition partition, ISensorFormat format, ReplayCursor at, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsSpent)
            {
                return at;
            }

            var entries = await log.ReadAsync(partition, at.Offset, EntriesAtOnce, BytesAtOnce, cancellationToken);
            foreach (var entry in entries)
            {
                if (entry.AppendedAt > request.Until)
                {
                    return null;
                }

                for (var index = entry.Offset == at.Offset ? at.Index : 0; index < entry.Batch.Count; index++)
                {
                    if (IsSpent)
                    {
                        return at with { Offset = entry.Offset, Index = index };
                    }

                    Take(entry, index, format);
                }

                at = at with { Offset = entry.Offset + 1, Index = 0 };
            }

            if (entries.Count == 0)
            {
                return null;
            }
        }
    }

    private void Take(SignalLogEntry entry, int index, ISensorFormat format)
    {
        var raw = entry.Batch[index];
        _events++;
        _bytes += raw.Length;
        _from = _from is { } from && from <= entry.AppendedAt ? from : entry.AppendedAt;
        _through = _through is { } through && through >= entry.AppendedAt ? through : entry.AppendedAt;
        if (!format.TryRead(raw.Span, entry.AppendedAt, out var signal, out _))
        {
            _unreadable++;
        }
        else if (!Judges(signal with { Position = new SignalPosition(entry.Offset, index) }, raw))
        {
            _judged++;
        }
    }

    /// <summary>An event that a rule fails on would end each replay at the same place: it counts with those that cannot be read.</summary>
    private bool Judges(Signal signal, ReadOnlyMemory<byte> raw)
    {
        try
        {
            return replay.Take(signal, raw);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _unreadable++;
            return true;
        }
    }

    /// <summary>The first entry that arrived since the request's time, by halving: entries stand in the order of their arrival.</summary>
    private async Task<long> FirstOffsetAsync(LogPartitionEnd end, CancellationToken cancellationToken)
    {
        if (await log.ReadAsync(end.Partition, 1, 1, 1, cancellationToken) is not [var first] || first.AppendedAt >= request.Since)
        {
            return 1;
        }

        var (low, high) = (first.Offset + 1, end.LastOffset + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var entries = await log.ReadAsync(end.Partition, middle, 1, 1, cancellationToken);
            if (entries.Count == 0 || entries[0].AppendedAt >= request.Since)
            {
                high = middle;
            }
            else
            {
                low = entries[0].Offset + 1;
            }
        }

        return low;
    }
}
