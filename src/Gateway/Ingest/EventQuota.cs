namespace IncidentMesh.Gateway.Ingest;

/// <summary>
/// A token bucket that may run into debt: how many events a request holds is known only once it was read, so the request
/// is charged afterwards, and while the bucket is in debt further requests are turned away unread. Safe for concurrent use.
/// </summary>
internal sealed class EventQuota(int perSecond, int burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Whether the bucket is full: then it may be forgotten.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Refill();
                return _tokens >= burst;
            }
        }
    }

    /// <returns>Zero where a request may be read, else how long to wait.</returns>
    public TimeSpan WaitBeforeNext()
    {
        lock (_lock)
        {
            Refill();
            return _tokens > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / perSecond);
        }
    }

    public void Charge(int events)
    {
        lock (_lock)
            _tokens -= events;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
