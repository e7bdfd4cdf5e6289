using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;
using IncidentMesh.Storage.Sqlite.Ledger;
using IncidentMesh.Storage.Sqlite.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>
/// The embedded store: one data folder with the signal log and the ledger, each a SQLite file with a writer of its own,
/// since they never share a transaction and so can wait for the disk side by side. Safe for concurrent use.
/// </summary>
public sealed partial class SqliteStore : IAsyncDisposable
{
    private readonly SqliteStorageOptions _options;
    private readonly ILogger _logger;
    private readonly SqliteSignalLog _log;
    private readonly StoreFile<LedgerWrites, LedgerReads> _ledgerFile;
    private readonly SqliteOutbox _outbox;
    private DataFolder? _folder;

    /// <param name="options">Validated options.</param>
    /// <param name="time">The clock of appends and dead letters.</param>
    /// <param name="instruments">Metrics; null for none.</param>
    /// <param name="logger">Hears when a file fails and when it works again; null for nobody.</param>
    public SqliteStore(
        SqliteStorageOptions options,
        TimeProvider? time = null,
        StorageInstruments? instruments = null,
        ILogger<SqliteStore>? logger = null)
    {
        _options = options;
        _logger = logger ?? NullLogger<SqliteStore>.Instance;
        time ??= TimeProvider.System;
        instruments ??= new StorageInstruments();
        _log = new(StoreSettings.Log(options), time, instruments, _logger);
        _ledgerFile = new(
            StoreSettings.Ledger(options),
            database => new LedgerWrites(database),
            database => new LedgerReads(database),
            group => _outbox!.Announce(group),
            instruments,
            _logger);
        _outbox = new(_ledgerFile, time);
        Ledger = new SqliteLedger(_ledgerFile);
        AuditTrail = new SqliteAuditTrail(_ledgerFile);
    }

    public ISignalLog SignalLog => _log;

    public ISignalLogAppends Appends => _log;

    public ILedger Ledger { get; }

    public IOutbox Outbox => _outbox;

    public IAuditTrail AuditTrail { get; }

    /// <summary>Takes the data folder and opens both files. Before that, every call fails.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The folder is in use by another process, a file is damaged, of a newer version or not ours, or the disk fails.
    /// </exception>
    public async Task OpenAsync()
    {
        _folder = DataFolder.Acquire(_options.Directory);
        if (_folder.IsOpenToOthers)
        {
            LogOpenToOthers(_folder.Path);
        }

        try
        {
            _log.File.Open();
            _ledgerFile.Open();
            LogOpened(_folder.Path);
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    /// <summary>Takes nothing more, commits what waits, and gives the folder back.</summary>
    public async Task CloseAsync()
    {
        await Task.WhenAll(_log.File.CloseAsync(), _ledgerFile.CloseAsync());
        _folder?.Dispose();
        _folder = null;
    }

    /// <summary>
    /// Whether the store takes writes. Costs nothing while it works; after a failure it tries a write, so that a store
    /// that nobody dares to use is found to be well again.
    /// </summary>
    /// <returns>Null where all is well, else what is wrong, in an operator's words.</returns>
    public async ValueTask<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_folder is null)
            {
                return "The store is not open.";
            }

            await _log.File.CheckAsync(cancellationToken);
            await _ledgerFile.CheckAsync(cancellationToken);
            return null;
        }
        catch (StoreUnavailableException unavailable)
        {
            return unavailable.Message;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();
}
