using System.Globalization;
using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Storage.Sqlite;
using IncidentMesh.Storage.Sqlite.Log;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Storage.Tests.Sqlite;

/// <summary>Whoever remembers how far it has read a log that is gone must not take new entries for old ones.</summary>
public sealed class LostLogTests : IDisposable
{
    private static readonly LogPartition Falco = new("prod-1", "falco");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<string> LogFiles => Directory.EnumerateFiles(_folder.Path, StoreSettings.LogFile + "*");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_that_takes_the_place_of_a_lost_one_gives_no_offset_again()
    {
        var lost = await AppendAsync("a", "b", "c");
        foreach (var file in LogFiles)
            File.Delete(file);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.All(await AppendAsync("d"), offset => Assert.True(offset > lost.Max()));

        Assert.Equal("d", await ReadAsync(lost.Max() + 1));
    }

    [Fact]
    public async Task A_log_that_is_restored_from_a_copy_gives_no_offset_again()
    {
        var kept = await AppendAsync("a");
        var copies = LogFiles.ToDictionary(file => file, File.ReadAllBytes);
        _time.Advance(TimeSpan.FromHours(1));
        var lost = await AppendAsync("b", "c");
        foreach (var file in LogFiles)
            File.Delete(file);
        foreach (var (file, content) in copies)
            File.WriteAllBytes(file, content);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.All(await AppendAsync("d"), offset => Assert.True(offset > lost.Max()));

        Assert.Equal("d", await ReadAsync(lost.Max() + 1));
        Assert.Equal("a d", await ReadAsync(kept.Min()));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_gives_no_offset_again()
    {
        var before = await AppendAsync("a");
        _time.AdjustTime(_time.GetUtcNow().AddDays(-3));

        Assert.Equal(before.Max() + 1, (await AppendAsync("b")).Single());
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59Z", 0)]
    [InlineData("2026-01-01T00:00:00Z", 0)]
    [InlineData("2026-01-01T00:00:01Z", 512)]
    [InlineData("2094-01-18T00:00:00Z", 1_099_461_427_200)]
    public void Offsets_lie_above_those_of_the_seconds_before(string opened, long floor) =>
        Assert.Equal(floor, LogSchema.OffsetFloor(DateTimeOffset.Parse(opened, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_clock_beyond_the_last_offset_is_refused() =>
        Assert.Contains("Set the clock right", Assert.Throws<InvalidOperationException>(() => LogSchema.OffsetFloor(new DateTimeOffset(2095, 1, 1, 0, 0, 0, TimeSpan.Zero))).Message, StringComparison.Ordinal);

    private async Task<List<long>> AppendAsync(params string[] texts)
    {
        await using var store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path }, _time);
        await store.OpenAsync();
        var offsets = new List<long>();
        foreach (var text in texts)
            offsets.Add(await store.SignalLog.AppendAsync(Falco, SignalBatch.Frame(Encoding.UTF8.GetBytes(text), [Range.All]), Cancel));
        return offsets;
    }

    private async Task<string> ReadAsync(long from)
    {
        await using var store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path }, _time);
        await store.OpenAsync();
        var entries = await store.SignalLog.ReadAsync(Falco, from, 10, long.MaxValue, Cancel);
        return string.Join(' ', entries.Select(entry => Encoding.UTF8.GetString(entry.Batch[0].Span)));
    }
}
