using System.Collections.Concurrent;
using System.Text;
using IncidentMesh.Contracts.Signals;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="ISignalLog"/> must do.</summary>
public abstract class SignalLogConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LogPartition Falco = new("prod-1", "falco");
    private static readonly LogPartition Audit = new("prod-1", "kubernetes-audit");

    /// <summary>The offsets of each partition as they were given: the tests speak of the first, the second, ...</summary>
    private readonly ConcurrentDictionary<LogPartition, List<long>> _offsets = new();
    private SignalLogUnderTest? _log;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FakeTimeProvider Time { get; } = new(Start);

    private ISignalLog Log => _log!.Log;

    public async ValueTask InitializeAsync() => _log = await OpenAsync(Time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    /// <summary>Opens an empty log.</summary>
    protected abstract ValueTask<SignalLogUnderTest> OpenAsync(TimeProvider time);

    [Fact]
    public async Task Offsets_grow_in_each_partition()
    {
        await AppendAsync(Falco, "a");
        await AppendAsync(Falco, "b");
        await AppendAsync(Audit, "c");
        await AppendAsync(Falco, "d");

        Assert.InRange(At(1), 1, long.MaxValue);
        Assert.True(At(1) < At(2) && At(2) < At(3));

        Assert.Equal("1a 2b 3d", await ReadAsync(Falco));
        Assert.Equal("1c", await ReadAsync(Audit));
        Assert.Equal("", await ReadAsync(new("prod-2", "falco")));
    }

    [Fact]
    public async Task An_entry_keeps_every_event_byte_for_byte_and_the_time_of_its_append()
    {
        var body = new byte[100_000];
        Random.Shared.NextBytes(body);
        var kept = body.ToArray();
        Time.Advance(TimeSpan.FromSeconds(7));

        await Log.AppendAsync(Falco, SignalBatch.Frame(body, [0..0, 0..70_000, 70_000..99_999, ^1..]), Cancel);
        body.AsSpan().Clear();

        var entry = Assert.Single(await Log.ReadAsync(Falco, 1, 10, 1, Cancel));
        Assert.Equal(Start.AddSeconds(7), entry.AppendedAt);
        Assert.Equal(4, entry.Batch.Count);
        Assert.Equal(0, entry.Batch[0].Length);
        Assert.True(entry.Batch[1].Span.SequenceEqual(kept.AsSpan(0, 70_000)));
        Assert.True(entry.Batch[2].Span.SequenceEqual(kept.AsSpan(70_000, 29_999)));
        Assert.Equal(kept[^1], entry.Batch[3].Span[0]);
    }

    [Fact]
    public async Task A_read_starts_where_asked_and_stops_at_its_bounds()
    {
        for (var i = 0; i < 6; i++)
        {
            await AppendAsync(Falco, $"{i}");
        }

        var size = (await Log.ReadAsync(Falco, 1, 1, 0, Cancel))[0].Batch.Payload.Length;
        Assert.Equal("3", await OffsetsAsync(At(3), 10, 0));
        Assert.Equal("3", await OffsetsAsync(At(3), 10, size));
        Assert.Equal("3 4", await OffsetsAsync(At(3), 10, size + 1));
        Assert.Equal("3 4 5", await OffsetsAsync(At(3), 3, long.MaxValue));
        Assert.Equal("5 6", await OffsetsAsync(At(5), 10, long.MaxValue));
        Assert.Equal("1", await OffsetsAsync(-4, 1, long.MaxValue));
        Assert.Equal("", await OffsetsAsync(At(6) + 1, 10, long.MaxValue));
    }

    [Fact]
    public async Task Concurrent_appends_each_get_an_offset_of_their_own()
    {
        var appends = Enumerable.Range(0, 400).Select(async i =>
        {
            var partition = i % 2 == 0 ? Falco : Audit;
            return (partition, Text: $"{i}", Offset: await AppendAsync(partition, $"{i}"));
        });

        var acknowledged = await Task.WhenAll(appends);

        foreach (var partition in new[] { Falco, Audit })
        {
            var expected = acknowledged.Where(one => one.partition == partition).OrderBy(one => one.Offset).ToList();
            Assert.Equal(200, expected.Select(one => one.Offset).Distinct().Count());
            Assert.Equal(string.Join(' ', expected.Select((one, at) => (at + 1) + one.Text)), await ReadAsync(partition));
        }
    }

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_reopen()
    {
        await AppendAsync(Falco, "a");
        await AppendAsync(Audit, "b");

        await _log!.ReopenAsync();

        Assert.InRange(await AppendAsync(Falco, "c"), At(1) + 1, long.MaxValue);
        Assert.Equal("1a 2c", await ReadAsync(Falco));
        Assert.Equal("1b", await ReadAsync(Audit));
        Assert.Equal("prod-1/falco:2 prod-1/kubernetes-audit:1", await ListAsync());
    }

    [Fact]
    public async Task A_trim_drops_what_is_older_than_asked_and_was_processed()
    {
        await AppendMinutelyAsync("abcdef");

        var trim = await TrimAsync(before: 2, maxBytes: long.MaxValue, processedThrough: 100);

        Assert.Equal(2, trim.Entries);
        Assert.Equal("3c 4d 5e 6f", await ReadAsync(Falco));
        Assert.Equal(1, (await TrimAsync(before: 99, maxBytes: long.MaxValue, processedThrough: 3)).Entries);
        Assert.Equal("4d 5e 6f", await ReadAsync(Falco));
        Assert.Equal(new LogTrim(0, 0), await TrimAsync(before: 99, maxBytes: 0, processedThrough: 3));
    }

    [Fact]
    public async Task A_trim_drops_the_oldest_until_the_rest_is_small_enough()
    {
        await AppendMinutelyAsync("abcdef");
        var size = (await Log.ReadAsync(Falco, 1, 1, 0, Cancel))[0].Batch.Payload.Length;

        Assert.Equal(new LogTrim(2, 2 * size), await TrimAsync(before: 0, maxBytes: (4 * size) + 1, processedThrough: 100));
        Assert.Equal("3c 4d 5e 6f", await ReadAsync(Falco));
        Assert.Equal(new LogTrim(0, 0), await TrimAsync(before: 0, maxBytes: 4 * size, processedThrough: 100));
        Assert.Equal(1, (await TrimAsync(before: 0, maxBytes: 0, processedThrough: 3)).Entries);
        Assert.Equal("4d 5e 6f", await ReadAsync(Falco));
    }

    [Fact]
    public async Task A_trim_stops_at_the_first_entry_that_must_stay_even_if_later_ones_look_older()
    {
        await AppendAsync(Falco, "a");
        Time.Advance(TimeSpan.FromHours(1));
        await AppendAsync(Falco, "b");
        Time.AdjustTime(Start);
        await AppendAsync(Falco, "c");

        Assert.Equal(1, (await TrimAsync(before: 30, maxBytes: long.MaxValue, processedThrough: 100)).Entries);

        Assert.Equal("2b 3c", await ReadAsync(Falco));
    }

    [Fact]
    public async Task Offsets_are_never_used_again_after_everything_was_trimmed()
    {
        await AppendMinutelyAsync("abc");
        await AppendAsync(Audit, "x");
        await TrimAsync(before: 99, maxBytes: 0, processedThrough: 3);
        Assert.Equal("", await ReadAsync(Falco));
        Assert.Equal("prod-1/falco:3 prod-1/kubernetes-audit:1", await ListAsync());

        await _log!.ReopenAsync();

        Assert.InRange(await AppendAsync(Falco, "d"), At(3) + 1, long.MaxValue);
        Assert.Equal("4d", await ReadAsync(Falco));
        Assert.Equal("prod-1/falco:4 prod-1/kubernetes-audit:1", await ListAsync());
    }

    [Fact]
    public async Task A_large_trim_takes_away_exactly_what_it_should()
    {
        var batch = Batch(new string('x', 1000));
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(_ => AppendAsync(Falco, batch)));

        var trim = await TrimAsync(before: 99, maxBytes: 0, processedThrough: 1490);

        Assert.Equal(new LogTrim(1490, 1490L * batch.Payload.Length), trim);
        Assert.Equal("1491 1492", await OffsetsAsync(1, 2, long.MaxValue));
        Assert.Equal(10, (await Log.ReadAsync(Falco, 1, 100, long.MaxValue, Cancel)).Count);
    }

    [Fact]
    public async Task Nothing_is_trimmed_where_nothing_is() =>
        Assert.Equal(new LogTrim(0, 0), await TrimAsync(before: 99, maxBytes: 0, processedThrough: 100));

    [Fact]
    public async Task Readers_hear_of_an_append_when_it_can_be_read()
    {
        var heard = new TaskCompletionSource<LogPartition>(TaskCreationOptions.RunContinuationsAsynchronously);
        _log!.Appends.Appended += partition => heard.TrySetResult(partition);

        await AppendAsync(Audit, "a");

        Assert.Equal(Audit, await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel));
        Assert.Equal("1a", await ReadAsync(Audit));
    }

    private static SignalBatch Batch(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return SignalBatch.Frame(bytes, [Range.All]);
    }

    private Task<long> AppendAsync(LogPartition partition, string text) => AppendAsync(partition, Batch(text));

    private async Task<long> AppendAsync(LogPartition partition, SignalBatch batch)
    {
        var offset = await Log.AppendAsync(partition, batch, Cancel);
        var given = _offsets.GetOrAdd(partition, static _ => []);
        lock (given)
        {
            given.Insert(~given.BinarySearch(offset), offset);
        }

        return offset;
    }

    /// <summary>Offset of the Falco partition's entry of that number, counted from 1; beyond the last, one above it for each.</summary>
    private long At(long number) => _offsets.GetValueOrDefault(Falco) is { Count: > 0 } given
        ? number <= given.Count ? given[(int)number - 1] : given[^1] + number - given.Count
        : number;

    private string Number(LogPartition partition, long offset) => $"{_offsets[partition].BinarySearch(offset) + 1}";

    /// <summary>One entry a minute; the clock stands at the time of the next.</summary>
    private async Task AppendMinutelyAsync(string texts)
    {
        foreach (var text in texts)
        {
            await AppendAsync(Falco, text.ToString());
            Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private ValueTask<LogTrim> TrimAsync(int before, long maxBytes, long processedThrough) =>
        Log.TrimAsync(Falco, Start.AddMinutes(before), maxBytes, At(processedThrough), Cancel);

    private async Task<string> ReadAsync(LogPartition partition)
    {
        var read = new List<SignalLogEntry>();
        while (await Log.ReadAsync(partition, read.Count == 0 ? 1 : read[^1].Offset + 1, 50, long.MaxValue, Cancel) is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        return string.Join(' ', read.Select(entry => Number(partition, entry.Offset) + Encoding.UTF8.GetString(entry.Batch[0].Span)));
    }

    private async Task<string> OffsetsAsync(long from, int maxEntries, long maxBytes) =>
        string.Join(' ', (await Log.ReadAsync(Falco, from, maxEntries, maxBytes, Cancel)).Select(entry => Number(Falco, entry.Offset)));

    private async Task<string> ListAsync() =>
        string.Join(' ', (await Log.ListAsync(Cancel)).Select(end => $"{end.Partition}:{Number(end.Partition, end.LastOffset)}").Order(StringComparer.Ordinal));
}
