namespace IncidentMesh.Gateway.Ingest;

/// <summary>Bounds bytes in memory. A budget may be part of a larger one: then both must have room. Safe for concurrent use.</summary>
internal sealed class ByteBudget(long limit, ByteBudget? parent = null)
{
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit && (parent is null || parent.TryReserve(bytes)))
            return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void Release(long bytes)
    {
        Interlocked.Add(ref _used, -bytes);
        parent?.Release(bytes);
    }
}
