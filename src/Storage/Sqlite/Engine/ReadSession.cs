namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>A reading connection with its statements.</summary>
internal abstract class ReadSession(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _begin = database.Prepare("BEGIN");
    private readonly SqliteStatement _end = database.Prepare("COMMIT");

    protected SqliteDatabase Database { get; } = database;

    public void Dispose() => Database.Dispose();

    /// <summary>Lets several statements see the same moment. A failure in between loses the connection, so nothing is left open.</summary>
    protected T InOneSnapshot<T>(Func<T> read)
    {
        _begin.Run();
        var result = read();
        _end.Run();
        return result;
    }
}
