using SQLitePCL;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>SQLite refused a call. Never leaves the room: see <see cref="StoreFailures"/>.</summary>
internal sealed class SqliteFailureException(int extendedCode, string message) : Exception(message)
{
    /// <summary>SQLite's extended result code: https://www.sqlite.org/rescode.html.</summary>
    public int ExtendedCode { get; } = extendedCode;

    public int Code => ExtendedCode & 0xff;

    /// <summary>Whether the file or the disk is at fault, and not the one statement.</summary>
    public bool IsOfStore => Code
        is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_NOMEM
        or raw.SQLITE_PROTOCOL or raw.SQLITE_NOLFS or raw.SQLITE_INTERRUPT;
}
