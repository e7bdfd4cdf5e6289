using System.Text;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>The replicas that did anything of late, by the windows in which they were seen first and last. Bounded in number and bytes.</summary>
internal sealed class TrackedReplicas
{
    private const int Most = 2_000;
    private const int MostBytes = 256 * 1024;

    /// <summary>Longer names are not Kubernetes'.</summary>
    private const int LongestName = 253;

    /// <summary>Of a replica beside its name, when it is saved.</summary>
    private const int OwnBytes = 24;

    /// <summary>Windows after which a replica that does nothing is taken to be gone, where no inventory knows better.</summary>
    private const int Idle = 60;

    private readonly Dictionary<string, (long First, long Last)> _stays = new(StringComparer.Ordinal);
    private int _bytes;

    /// <summary>Whether one was refused since one last went: whoever is not known may have done anything.</summary>
    public bool IsFull { get; private set; }

    /// <returns>False where there is no room for it.</returns>
    public bool Track(string replica, long window)
    {
        if (_stays.TryGetValue(replica, out var stay))
        {
            if (window < stay.First || window > stay.Last)
                _stays[replica] = (Math.Min(stay.First, window), Math.Max(stay.Last, window));
            return true;
        }

        var bytes = BytesOf(replica);
        if (_stays.Count >= Most || _bytes + bytes > MostBytes || replica.Length > LongestName)
        {
            IsFull = true;
            return false;
        }

        _stays.Add(replica, (window, window));
        _bytes += bytes;
        return true;
    }

    /// <returns>Those that did anything of late, as seen from a window, each with the one in which it was seen first.</returns>
    public IEnumerable<KeyValuePair<string, long>> At(long window) =>
        _stays.Where(pair => pair.Value.First <= window && pair.Value.Last >= window - Idle).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.First));

    public void Forget(long closed)
    {
        foreach (var (replica, stay) in _stays)
        {
            if (stay.Last < closed - Idle)
            {
                _stays.Remove(replica);
                _bytes -= BytesOf(replica);
                IsFull = false;
            }
        }
    }

    public void Transfer(StateTransfer state)
    {
        IsFull = state.Flag(IsFull);
        var stays = _stays.ToArray();
        var count = state.Count(stays.Length, Most);
        for (var at = 0; at < count; at++)
        {
            var stay = state.IsReading ? default : stays[at].Value;
            var replica = state.Text(state.IsReading ? "" : stays[at].Key);
            if (state.IsReading)
                _bytes += BytesOf(replica);
            _stays[replica] = (state.Number(stay.First), state.Number(stay.Last));
        }
    }

    private static int BytesOf(string replica) => OwnBytes + Encoding.UTF8.GetByteCount(replica);
}
