using System.Buffers;
using SQLitePCL;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>
/// A prepared statement. Parameters count from 1, columns from 0. A statement that was not stepped to its end keeps a
/// snapshot open until <see cref="Reset"/>.
/// </summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private const int OnStack = 768;

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, string value)
    {
        var max = StoredText.MaxBytes(value);
        var rented = max > OnStack ? ArrayPool<byte>.Shared.Rent(max) : null;
        var bytes = rented ?? stackalloc byte[OnStack];
        Check(raw.sqlite3_bind_text(handle, index, bytes[..StoredText.Encode(value, bytes)]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <returns>Whether there is a row. Where there is none, the statement is reset.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        switch (code)
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                Reset();
                return false;
            default:
                var failure = database.Failure(code);
                Reset();
                throw failure;
        }
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        if (Step())
        {
            Reset();
            throw new InvalidOperationException("A statement that should return nothing returned a row.");
        }
    }

    /// <summary>Ends the statement. What <see cref="Step"/> has reported is not reported again.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => StoredText.Decode(raw.sqlite3_column_blob(handle, column));

    public byte[] Blob(int column)
    {
        var value = raw.sqlite3_column_blob(handle, column);
        var copy = GC.AllocateUninitializedArray<byte>(value.Length);
        value.CopyTo(copy);
        return copy;
    }

    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw database.Failure(code);
        }
    }
}
