namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

/// <summary>Finds out whether the file can be written: takes 1 MiB, or gives it back.</summary>
internal sealed class ProbeWrite<TSession>(bool fill) : StoreWrite<TSession, bool>
    where TSession : WriteSession
{
    public override long Bytes => 1 << 20;

    public override bool Frees => !fill;

    protected override bool Execute(TSession session)
    {
        if (fill)
        {
            session.Fill();
        }
        else
        {
            session.Empty();
        }

        return true;
    }
}
