namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

/// <summary>The writing connection of a file with its statements, and what it remembers between transactions.</summary>
internal abstract class WriteSession : IDisposable
{
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _savepoint;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _undo;

    protected WriteSession(SqliteDatabase database)
    {
        Database = database;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _savepoint = database.Prepare("SAVEPOINT one");
        _release = database.Prepare("RELEASE one");
        _undo = database.Prepare("ROLLBACK TO one");
    }

    protected SqliteDatabase Database { get; }

    public void Begin() => _begin.Run();

    /// <summary>Puts everything since <see cref="Begin"/> on disk.</summary>
    public void Commit()
    {
        BeforeCommit();
        _commit.Run();
    }

    public void BeginOne() => _savepoint.Run();

    public void EndOne() => _release.Run();

    public void UndoOne() => _undo.Run();

    /// <summary>
    /// Readers that overlap all the time keep the write-ahead log from starting over, although each is short
    /// (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files). Where it has grown beyond
    /// <paramref name="maxPages"/>, waits for them a moment.
    /// </summary>
    public void BoundLog(long maxPages)
    {
        if (Checkpoint("NOOP") > maxPages)
        {
            Database.Execute("PRAGMA busy_timeout=250");
            Checkpoint("RESTART");
            Database.Execute($"PRAGMA busy_timeout={StoreConnections.BusyTimeout}");
        }
    }

    /// <summary>Needs some room on the disk, until <see cref="Empty"/>. Every schema has the table for it.</summary>
    public void Fill() => Database.Execute("DELETE FROM probe; INSERT INTO probe VALUES (zeroblob(1048576))");

    public void Empty() => Database.Execute("DELETE FROM probe");

    /// <summary>Closes the connection; what was not committed is gone.</summary>
    public void Dispose() => Database.Dispose();

    /// <summary>Writes what is written once for the whole transaction.</summary>
    protected virtual void BeforeCommit()
    {
    }

    /// <returns>Pages in the write-ahead log.</returns>
    private long Checkpoint(string mode)
    {
        using var checkpoint = Database.PrepareOnce($"PRAGMA wal_checkpoint({mode})");
        return checkpoint.Step() ? checkpoint.Int64(1) : 0;
    }
}
