using IncidentMesh.Storage.Sqlite.Engine;
using IncidentMesh.Storage.Sqlite.Ledger;
using IncidentMesh.Storage.Sqlite.Log;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>The two files and how each is used.</summary>
internal static class StoreSettings
{
    public const string LogFile = "signal-log.db";
    public const string LedgerFile = "ledger.db";

    /// <summary>Batches are large and are written and read in order: large pages, and long runs between checkpoints.</summary>
    public static StoreFileSettings Log(SqliteStorageOptions options) => new()
    {
        Name = "signal log",
        Path = Path.Combine(Path.GetFullPath(options.Directory), LogFile),
        ApplicationId = LogSchema.ApplicationId,
        Migrations = LogSchema.Migrations,
        PageSize = 16 << 10,
        CheckpointBytes = 32 << 20,
        WriterCacheBytes = 16 << 20,
        MaxBytes = options.MaxLogBytes,
        MaxGroupBytes = 8 << 20,
        MaxQueuedWrites = options.MaxQueuedWrites,
        MaxQueuedBytes = options.MaxQueuedBytes,
        MaxReaders = options.MaxReaders,
    };

    /// <summary>States and rows are small and lie anywhere: small pages, and a cache for those in use.</summary>
    public static StoreFileSettings Ledger(SqliteStorageOptions options) => new()
    {
        Name = "ledger",
        Path = Path.Combine(Path.GetFullPath(options.Directory), LedgerFile),
        ApplicationId = LedgerSchema.ApplicationId,
        Migrations = LedgerSchema.Migrations,
        PageSize = 4 << 10,
        CheckpointBytes = 16 << 20,
        WriterCacheBytes = 64 << 20,
        MaxGroupBytes = 16 << 20,
        MaxQueuedWrites = options.MaxQueuedWrites,
        MaxQueuedBytes = options.MaxQueuedBytes,
        MaxReaders = options.MaxReaders,
    };
}
