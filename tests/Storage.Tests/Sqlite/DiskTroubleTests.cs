using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class DiskTroubleTests : IAsyncDisposable
{
    private static readonly LogPartition Falco = new("prod-1", "falco");

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStore _store;

    public DiskTroubleTests() =>
        _store = new(new SqliteStorageOptions { Directory = _folder.Path, MaxLogBytes = 2 << 20 }, EarlyClock.New());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_log_refuses_appends_keeps_what_it_has_and_takes_more_after_a_trim()
    {
        await _store.OpenAsync();
        var taken = 0L;
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            while (taken < 100)
            {
                taken = await AppendAsync(100_000);
            }
        });

        Assert.Contains("disk is full, or the file has reached its largest allowed size", refused.Message, StringComparison.Ordinal);
        Assert.InRange(taken, 10, 25);
        Assert.Contains("largest allowed size", await _store.CheckAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(taken, (await _store.SignalLog.ReadAsync(Falco, 1, 100, long.MaxValue, Cancel)).Count);

        // Appends that fail all the time must not take the trim with them.
        var appends = Enumerable.Range(0, 20).Select(_ => Record.ExceptionAsync(async () => await AppendAsync(400_000)).AsTask()).ToList();
        var trim = await _store.SignalLog.TrimAsync(Falco, DateTimeOffset.MaxValue, 0, taken - 1, Cancel);
        await Task.WhenAll(appends);

        Assert.Equal(taken - 1, trim.Entries);
        Assert.InRange(await AppendAsync(100), taken + 1, long.MaxValue);
        Assert.Null(await _store.CheckAsync(Cancel));
    }

    [Fact]
    public async Task A_full_log_does_not_stop_the_ledger()
    {
        await _store.OpenAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await AppendAsync(4_000_000));

        Assert.Equal(new CommitResult.Committed(1), await CommitAsync(0));
    }

    [Fact]
    public async Task A_file_that_another_program_has_locked_is_unavailable_and_well_again_when_it_lets_go()
    {
        await _store.OpenAsync();
        await CommitAsync(0);
        using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "ledger.db")};Pooling=False"))
        {
            other.Open();
            Run(other, "BEGIN IMMEDIATE");

            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await CommitAsync(1));

            Assert.Contains("locked by another program", refused.Message, StringComparison.Ordinal);
            Assert.Equal(1, (await _store.Ledger.LoadAsync(new("incident", "1"), Cancel))!.Version);
            Assert.Contains("locked by another program", await _store.CheckAsync(Cancel), StringComparison.Ordinal);
            Run(other, "ROLLBACK");
        }

        Assert.Null(await _store.CheckAsync(Cancel));
        Assert.Equal(new CommitResult.Committed(2), await CommitAsync(1));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_told_by_the_check()
    {
        await _store.OpenAsync();
        File.Delete(Path.Combine(_folder.Path, "ledger.db"));

        Assert.Contains("ledger.db is gone", await _store.CheckAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_page_makes_reads_fail_with_the_name_of_the_file()
    {
        await _store.OpenAsync();
        for (var i = 0; i < 15; i++)
        {
            await AppendAsync(100_000);
        }

        await _store.CloseAsync();
        await using (var file = File.OpenWrite(Path.Combine(_folder.Path, "signal-log.db")))
        {
            // Every page but those with the schema.
            file.Position = 3 * 16 * 1024;
            await file.WriteAsync(new byte[file.Length - file.Position], Cancel);
        }

        await using var again = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path });
        var failure = await Record.ExceptionAsync(async () =>
        {
            await again.OpenAsync();
            await again.SignalLog.ReadAsync(Falco, 1, 100, long.MaxValue, Cancel);
        });

        Assert.Contains("signal", Assert.IsType<StoreUnavailableException>(failure).Message, StringComparison.Ordinal);
        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_it_is_open_and_after_it_is_closed_every_call_fails_as_unavailable()
    {
        await EveryCallFailsAsync();
        await _store.OpenAsync();
        await CommitAsync(0);
        await _store.CloseAsync();
        await EveryCallFailsAsync();
        await _store.CloseAsync();
    }

    [Fact]
    public async Task The_log_reuses_the_space_of_what_was_trimmed()
    {
        await _store.OpenAsync();
        var last = 0L;
        for (var round = 0; round < 40; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                last = await AppendAsync(100_000);
            }

            await _store.SignalLog.TrimAsync(Falco, DateTimeOffset.MaxValue, 500_000, last, Cancel);
        }

        // 20 MB went through a file that may have 2 MiB.
        Assert.Equal(200, last);
    }

    private async Task EveryCallFailsAsync()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await AppendAsync(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await CommitAsync(0));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.Outbox.NextDueAsync(Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.SignalLog.ListAsync(Cancel));
        Assert.Equal("The store is not open.", await _store.CheckAsync(Cancel));
    }

    private ValueTask<long> AppendAsync(int bytes) =>
        _store.SignalLog.AppendAsync(
            Falco, SignalBatch.Frame(Encoding.UTF8.GetBytes(new string('x', bytes)), [Range.All]), Cancel);

    private ValueTask<CommitResult> CommitAsync(long version) =>
        _store.Ledger.CommitAsync(new LedgerCommit { Key = new("incident", "1"), ExpectedVersion = version, State = default }, Cancel);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
