using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Offline;

/// <summary>The newest ids that were added, up to a number.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly HashSet<SignalId> _known = [];
    private readonly Queue<SignalId> _order = new();

    /// <returns>False where it is known already.</returns>
    public bool Add(SignalId id)
    {
        if (!_known.Add(id))
            return false;

        if (_order.Count == capacity)
            _known.Remove(_order.Dequeue());
        _order.Enqueue(id);
        return true;
    }
}
