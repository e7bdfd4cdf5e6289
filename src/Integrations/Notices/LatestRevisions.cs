namespace IncidentMesh.Integrations.Notices;

/// <summary>
/// Remembers, for the newest incidents, the latest picture told by this process, so that a late try of an older one does
/// not take people back. A help only: after a restart nothing is remembered. Thread-safe and bounded.
/// </summary>
internal sealed class LatestRevisions(int capacity = 4096)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _latest = [];
    private readonly Queue<string> _order = new();

    /// <summary>Whether a later picture of this incident was told already.</summary>
    public bool IsOvertaken(string incident, long revision)
    {
        lock (_gate)
            return _latest.TryGetValue(incident, out var latest) && latest > revision;
    }

    public void Told(string incident, long revision)
    {
        lock (_gate)
        {
            if (_latest.TryGetValue(incident, out var latest))
            {
                _latest[incident] = Math.Max(latest, revision);
                return;
            }

            if (_order.Count == capacity)
                _latest.Remove(_order.Dequeue());
            _order.Enqueue(incident);
            _latest[incident] = revision;
        }
    }
}
