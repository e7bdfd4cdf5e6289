using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>Metrics of the embedded store, by its files <c>ledger</c> and <c>signal log</c>.</summary>
public sealed class StorageInstruments : IDisposable
{
    public const string MeterName = "IncidentMesh.Storage";

    internal const string Overloaded = "overloaded";
    internal const string Failed = "failed";

    private const string StoreTag = "store";
    private const string ReasonTag = "reason";

    private readonly Meter _meter;
    private readonly Histogram<int> _groupSize;
    private readonly Histogram<double> _commitSeconds;
    private readonly Counter<long> _refused;
    private readonly ConcurrentDictionary<string, Func<int>> _queues = new();

    public StorageInstruments(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableGauge(
            "incidentmesh.storage.queue.writes",
            () => _queues.Select(queue => new Measurement<int>(queue.Value(), Tag(StoreTag, queue.Key))),
            "{write}",
            "Writes that wait for the disk.");
        _groupSize = _meter.CreateHistogram<int>(
            "incidentmesh.storage.group.writes", "{write}", "Writes that one transaction took to disk.");
        _commitSeconds = _meter.CreateHistogram<double>(
            "incidentmesh.storage.commit.duration", "s", "How long one transaction took.");
        _refused = _meter.CreateCounter<long>(
            "incidentmesh.storage.refused", "{write}", "Writes that were refused: the queue was full, or the disk failed.");
    }

    /// <summary>Ends the meter, unless a factory owns it.</summary>
    public void Dispose() => _meter.Dispose();

    /// <summary>Whether a measurement comes from here and not from another store of the process.</summary>
    internal bool Owns(Instrument instrument) => instrument.Meter == _meter;

    internal void Watch(string store, Func<int> queued) => _queues[store] = queued;

    internal void Unwatch(string store) => _queues.TryRemove(store, out _);

    internal void Committed(string store, int writes, TimeSpan duration)
    {
        _groupSize.Record(writes, Tag(StoreTag, store));
        _commitSeconds.Record(duration.TotalSeconds, Tag(StoreTag, store));
    }

    internal void Refused(string store, string reason) => _refused.Add(1, Tag(StoreTag, store), Tag(ReasonTag, reason));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
