using SQLitePCL;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>
/// One connection, used by one thread at a time. SQLite's own interface rather than ADO.NET: values go in and out as
/// spans, and a small commit costs about half the processor time (docs/adr/0001-ledger.md).
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Rows that the last INSERT, UPDATE or DELETE changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public static SqliteDatabase Open(string path)
    {
        var code = raw.sqlite3_open_v2(
            path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle);
        if (code != raw.SQLITE_OK)
        {
            var failure = database.Failure(code);
            database.Dispose();
            throw failure;
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        return database;
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    /// <summary>A statement that lives as long as this connection and is used again and again.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = PrepareOnce(sql, raw.SQLITE_PREPARE_PERSISTENT);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>A statement that the caller disposes.</summary>
    public SqliteStatement PrepareOnce(string sql) => PrepareOnce(sql, 0);

    /// <summary>The first column of the first row.</summary>
    public long ReadInt64(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Int64(0) : throw new InvalidOperationException($"No row: {sql}");
    }

    /// <summary>The first column of the first row.</summary>
    public string ReadText(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Text(0) : throw new InvalidOperationException($"No row: {sql}");
    }

    public SqliteFailureException Failure(int code)
    {
        var extended = raw.sqlite3_extended_errcode(_handle);
        return new((extended & 0xff) == (code & 0xff) ? extended : code, raw.sqlite3_errmsg(_handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private SqliteStatement PrepareOnce(string sql, int flags)
    {
        var code = raw.sqlite3_prepare_v3(_handle, sql, (uint)flags, out var statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Failure(code);
    }
}
