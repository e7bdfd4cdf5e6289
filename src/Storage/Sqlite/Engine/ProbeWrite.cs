namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>Changes nothing, but is committed: finds out whether the file can be written.</summary>
internal sealed class ProbeWrite<TSession> : StoreWrite<TSession, bool>
    where TSession : WriteSession
{
    public override long Bytes => 0;

    protected override bool Execute(TSession session)
    {
        session.Touch();
        return true;
    }
}
