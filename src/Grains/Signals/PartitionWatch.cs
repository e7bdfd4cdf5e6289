using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection.Health;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Signals;

/// <summary>A partition's <see cref="SensorWatch"/> with its row in the ledger.</summary>
internal sealed class PartitionWatch
{
    private const string Row = "watch";

    /// <summary>A crash forgets so much of who was heard, which only makes silence be told later.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    private readonly SensorWatch _watch;
    private DateTimeOffset _savedAt;
    private DateTimeOffset _askedAt;

    private PartitionWatch(SensorWatch watch) => _watch = watch;

    public static async Task<PartitionWatch> LoadAsync(
        ILedger ledger, LedgerKey key, LogPartition partition, IngestOptions options, DateTimeOffset now)
    {
        var watch = new SensorWatch(partition.Format, new SensorWatchOptions(options.SensorSilence, options.SensorLag), now);
        if (await ledger.FindRowAsync(key, Row) is { } row)
        {
            watch.Restore(row.Value.Span);
        }

        return new PartitionWatch(watch);
    }

    public IReadOnlyList<string> SilentNodes => [.. _watch.SilentNodes];

    /// <summary>Takes in a chunk.</summary>
    /// <returns>What to commit with it; null where that can wait.</returns>
    public LedgerRow? Hear(IReadOnlyList<ObservedSignal> signals, IReadOnlyList<SignalLogEntry> entries)
    {
        var appended = entries.ToDictionary(static entry => entry.Offset, static entry => entry.AppendedAt);
        _watch.Hear(signals, position => appended[position.Offset]);

        // News is committed with the signal that tells it, and not before.
        var last = entries[^1].AppendedAt;
        if (_watch.HasNews || last - _savedAt < SaveEvery)
        {
            return null;
        }

        _savedAt = last;
        return ToRow();
    }

    /// <returns>When the partition was heard without a long pause, after a chunk.</returns>
    public static Hearing? HearingAfter(Hearing? before, IReadOnlyList<ObservedSignal> signals, IReadOnlyList<SignalLogEntry> entries)
    {
        var entry = 0;
        foreach (var observed in signals)
        {
            while (entries[entry].Offset < observed.Signal.Position.Offset)
            {
                entry++;
            }

            before = Hearing.After(before, observed.Signal.Time, entries[entry].AppendedAt);
        }

        return before;
    }

    public IReadOnlyList<SensorNotice> Ask(DateTimeOffset now)
    {
        if (!_watch.HasNews && now - _askedAt < AskEvery)
        {
            return [];
        }

        _askedAt = now;
        return _watch.Ask(now);
    }

    /// <summary>Leaves out the silence of nodes that are no more.</summary>
    public IReadOnlyList<SensorNotice> Without(IReadOnlyList<SensorNotice> notices, IReadOnlyList<string> nodes)
    {
        var gone = notices
            .Where(notice => notice is { Rule: SensorNotice.Silent, Node: { } node } && !nodes.Contains(node, StringComparer.Ordinal))
            .ToList();
        foreach (var notice in gone)
        {
            _watch.Forget(notice.Node!);
        }

        return [.. notices.Except(gone)];
    }

    public LedgerRow ToRow() => new(Row, _watch.Save());
}
