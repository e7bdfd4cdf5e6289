using System.Globalization;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>Opens connections to one database file with the settings that its promises need.</summary>
internal static class StoreConnections
{
    /// <summary>How long to wait for a lock that another program holds, in ms. Our own connections never wait for each other.</summary>
    public const int BusyTimeout = 2_000;

    private const long ReaderCacheBytes = 4 << 20;

    /// <summary>Opens the writing connection, and brings the schema up to date.</summary>
    /// <exception cref="StoreUnavailableException">The file is of a newer version, or no file of ours.</exception>
    /// <exception cref="SqliteFailureException">The file cannot be used.</exception>
    public static SqliteDatabase OpenWriter(StoreFileSettings settings)
    {
        CreatePrivately(settings.Path);
        var database = SqliteDatabase.Open(settings.Path);
        try
        {
            database.Execute(Sql($"PRAGMA busy_timeout={BusyTimeout}; PRAGMA page_size={settings.PageSize}"));
            SchemaVersions.Check(database, settings);
            if (database.ReadText("PRAGMA journal_mode=WAL") != "wal")
            {
                throw new StoreUnavailableException(
                    $"{settings.Path}: this file system cannot hold a write-ahead log. Use a local disk.");
            }

            Configure(database, settings.WriterCacheBytes);
            database.Execute(Sql($"PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint={settings.CheckpointBytes / settings.PageSize}"));
            SchemaVersions.Upgrade(database, settings);

            // After a full disk this is what gives the write-ahead log's own space back, so that a trim can be written.
            database.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            if (settings.MaxBytes is { } max)
            {
                database.Execute(Sql($"PRAGMA max_page_count={Math.Max(1, max / settings.PageSize)}"));
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static SqliteDatabase OpenReader(StoreFileSettings settings)
    {
        var database = SqliteDatabase.Open(settings.Path);
        try
        {
            database.Execute(Sql($"PRAGMA busy_timeout={BusyTimeout}; PRAGMA query_only=ON"));
            Configure(database, ReaderCacheBytes);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Configure(SqliteDatabase database, long cacheBytes) =>
        database.Execute(Sql($"PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-{cacheBytes / 1024}"));

    /// <summary>SQLite gives the write-ahead log and its index the permissions of the file, so the file comes first.</summary>
    private static void CreatePrivately(string path)
    {
        try
        {
            DataFolder.MakePrivate(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{path}: the file cannot be opened for writing: {failure.Message}", failure);
        }
    }

    private static string Sql(FormattableString sql) => sql.ToString(CultureInfo.InvariantCulture);
}
