using IncidentMesh.Contracts.Storage;
using SQLitePCL;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>Says in an operator's words what SQLite's result codes mean.</summary>
internal static class StoreFailures
{
    public static StoreUnavailableException Of(string path, SqliteFailureException failure) =>
        new($"{path}: {Describe(failure.Code)} (SQLite {failure.ExtendedCode}: {failure.Message})", failure);

    private static string Describe(int code) => code switch
    {
        raw.SQLITE_FULL => "the disk is full, or the file has reached its largest allowed size; free some space.",
        raw.SQLITE_READONLY => "the file or its folder is read-only.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "the file is locked by another program; close what has it open.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            "the file is damaged or is no database; stop, keep a copy of the file, and restore a backup.",
        raw.SQLITE_CANTOPEN => "the file cannot be opened; look at the folder and its permissions.",
        raw.SQLITE_PERM => "access to the file is denied.",
        raw.SQLITE_IOERR => "the disk reports an error.",
        raw.SQLITE_NOMEM => "there is not enough memory.",
        _ => "the database refuses the operation.",
    };
}
