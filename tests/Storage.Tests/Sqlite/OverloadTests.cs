using System.Diagnostics.Metrics;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

/// <summary>A listener holds the writer's thread, so that what is asked for meanwhile has to queue.</summary>
public sealed class OverloadTests : IAsyncDisposable
{
    private static readonly LogPartition Falco = new("prod-1", "falco");

    private readonly TemporaryFolder _folder = new();
    private readonly StorageInstruments _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly List<(string Instrument, double Value, string Tags)> _measured = [];
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _release = new();
    private SqliteStore? _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _release.Set();
        await _store!.DisposeAsync();
        _listener.Dispose();
        _instruments.Dispose();
        _release.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_counts_it_and_loses_nothing_that_it_took()
    {
        await HoldAsync(new() { MaxQueuedWrites = 10 });
        var taken = Enumerable.Range(0, 10).Select(_ => AppendAsync(10)).ToList();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(10));

        Assert.Contains("signal log is overloaded", refused.Message, StringComparison.Ordinal);
        Assert.All(taken, append => Assert.False(append.IsCompleted));
        Assert.Equal([("incidentmesh.storage.refused", 1, "store=signal log reason=overloaded")], _measured.Where(one => one.Instrument.EndsWith("refused", StringComparison.Ordinal)));
        _listener.RecordObservableInstruments();
        Assert.Contains(("incidentmesh.storage.queue.writes", 10, "store=signal log"), _measured);

        _release.Set();

        Assert.Equal(Enumerable.Range(2, 10).Select(i => (long)i), (await Task.WhenAll(taken)).Order());
        Assert.Contains(("incidentmesh.storage.group.writes", 10, "store=signal log"), _measured);
    }

    [Fact]
    public async Task The_queue_is_bounded_in_bytes_but_takes_one_write_of_any_size()
    {
        await HoldAsync(new() { MaxQueuedBytes = 1 << 20 });
        var large = AppendAsync(3 << 20);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(10));

        _release.Set();
        Assert.Equal(2, await large);
        Assert.Equal(3, await AppendAsync(10));
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_takes_nothing_more()
    {
        await HoldAsync(new());
        var waiting = Enumerable.Range(0, 2000).Select(_ => AppendAsync(10)).ToList();

        var closing = _store!.CloseAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(10));
        Assert.False(closing.IsCompleted);
        _release.Set();
        await closing;
        await Task.WhenAll(waiting);
        await using var again = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path });
        await again.OpenAsync();
        Assert.Equal(2001, Assert.Single(await again.SignalLog.ListAsync(Cancel)).LastOffset);
    }

    [Fact]
    public async Task A_caller_that_cancels_in_time_takes_its_write_back()
    {
        await HoldAsync(new());
        using var cancel = new CancellationTokenSource();
        var impatient = _store!.SignalLog.AppendAsync(Falco, Batch(10), cancel.Token).AsTask();
        var patient = AppendAsync(10);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _release.Set();
        Assert.Equal(2, await patient);
        Assert.Equal(3, await AppendAsync(10));
    }

    [Fact]
    public async Task A_listener_that_throws_harms_nobody()
    {
        await HoldAsync(new());
        _release.Set();
        _store!.Appends.Appended += _ => throw new InvalidOperationException("listener");

        Assert.Equal(2, await AppendAsync(10));
        Assert.Equal(3, await AppendAsync(10));
    }

    /// <summary>Opens a store and appends one entry, whose announcement then holds the writer.</summary>
    private async Task HoldAsync(SqliteStorageOptions options)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StorageInstruments.MeterName && _instruments.Owns(instrument))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.Start();

        options.Directory = _folder.Path;
        _store = new SqliteStore(options, EarlyClock.New(), _instruments);
        await _store.OpenAsync();
        _store.Appends.Appended += _ =>
        {
            _isHeld.TrySetResult();
            _release.Wait();
        };
        await AppendAsync(10);
        await _isHeld.Task.WaitAsync(Cancel);
    }

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        lock (_measured)
        {
            _measured.Add((instrument.Name, value, text));
        }
    }

    private static SignalBatch Batch(int bytes) => SignalBatch.Frame(new byte[bytes], [Range.All]);

    private Task<long> AppendAsync(int bytes) => _store!.SignalLog.AppendAsync(Falco, Batch(bytes), Cancel).AsTask();
}
