using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class SqliteStorageServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_store_is_open_before_the_first_service_starts_and_until_the_last_has_stopped()
    {
        var builder = Builder(("Storage:Directory", _folder.Path));
        builder.Services.AddHostedService<EarlyAndLate>();
        builder.Services.AddSqliteStorage();
        using (var host = builder.Build())
        {
            await host.StartAsync(Cancel);
            Assert.Same(host.Services.GetRequiredService<ISignalLog>(), host.Services.GetRequiredService<ISignalLogAppends>());
            Assert.NotNull(host.Services.GetRequiredService<IOutbox>());
            Assert.NotNull(host.Services.GetRequiredService<IAuditTrail>());
            Assert.Null(await host.Services.GetRequiredService<SqliteStore>().CheckAsync(Cancel));
            await host.StopAsync(Cancel);
            Assert.Equal("The store is not open.", await host.Services.GetRequiredService<SqliteStore>().CheckAsync(Cancel));
        }

        await using var store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path });
        await store.OpenAsync();
        Assert.Equal(2, (await store.Ledger.LoadAsync(EarlyAndLate.Key, Cancel))!.Version);
    }

    [Fact]
    public async Task A_host_that_is_thrown_away_gives_the_folder_back()
    {
        var builder = Builder(("Storage:Directory", _folder.Path));
        builder.Services.AddSqliteStorage();
        var host = builder.Build();
        await host.StartAsync(Cancel);

        await ((IAsyncDisposable)host).DisposeAsync();

        await using var store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path });
        await store.OpenAsync();
    }

    [Fact]
    public async Task What_code_sets_wins_over_the_configuration()
    {
        var builder = Builder(("Storage:Directory", "/nowhere/at/all"), ("Storage:MaxReaders", "3"));
        builder.Services.AddSqliteStorage(options => options.Directory = _folder.Path);
        using var host = builder.Build();

        await host.StartAsync(Cancel);

        var options = host.Services.GetRequiredService<IOptions<SqliteStorageOptions>>().Value;
        Assert.Equal((_folder.Path, 3), (options.Directory, options.MaxReaders));
        await host.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("Storage:Directory", "")]
    [InlineData("Storage:MaxQueuedWrites", "0")]
    [InlineData("Storage:MaxQueuedBytes", "5")]
    [InlineData("Storage:MaxLogBytes", "-1")]
    [InlineData("Storage:MaxReaders", "65")]
    public async Task A_setting_that_makes_no_sense_stops_the_start_and_is_named(string key, string value)
    {
        var builder = Builder(("Storage:Directory", _folder.Path), (key, value));
        builder.Services.AddSqliteStorage();

        var failure = await Record.ExceptionAsync(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync(Cancel);
        });

        Assert.Contains(key, Assert.IsType<OptionsValidationException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_stops_the_start()
    {
        await using var store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path });
        await store.OpenAsync();
        var builder = Builder(("Storage:Directory", _folder.Path));
        builder.Services.AddSqliteStorage();
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.StartAsync(Cancel));

        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.Sources.Add(new MemoryConfigurationSource());
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        return builder;
    }

    /// <summary>Registered before the store, and uses it in its first and its last moment.</summary>
    private sealed class EarlyAndLate(ILedger ledger) : IHostedService
    {
        public static readonly LedgerKey Key = new("incident", "1");

        public async Task StartAsync(CancellationToken cancellationToken) => await CommitAsync(0);

        public async Task StopAsync(CancellationToken cancellationToken) => await CommitAsync(1);

        private async Task CommitAsync(long version) =>
            Assert.IsType<CommitResult.Committed>(await ledger.CommitAsync(
                new LedgerCommit { Key = Key, ExpectedVersion = version, State = default }, CancellationToken.None));
    }
}
