namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

/// <summary>One write on its way through the queue of a <see cref="StoreWriter{TSession}"/>.</summary>
internal abstract class StoreWrite<TSession>
    where TSession : WriteSession
{
    private int _isTaken;

    /// <summary>What it counts for in the queue and in a transaction, in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Whether it makes room. Such writes are tried on their own where the disk is full.</summary>
    public virtual bool Frees => false;

    /// <summary>
    /// Asked by the writer before it starts, and by a caller that gives up waiting: the first one has it. A caller whose
    /// write was started has to wait for its end, since its buffers are being read.
    /// </summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Does it, within the transaction. An exception undoes this write alone.</summary>
    public abstract void Apply(TSession session);

    /// <summary>It is on disk.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}
