using System.Runtime.InteropServices;
using System.Text;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>The counts of one window that is not closed. It knows how many bytes it takes at most when it is saved.</summary>
internal sealed class OpenWindow
{
    private const int MostFeatures = 200;

    // Upper bounds of what StateWriting needs: of a count and the number of its feature, of a new feature and of a new
    // replica beside their texts.
    private const int CellBytes = 10;
    private const int FeatureBytes = 4;
    private const int ReplicaBytes = 12;

    private readonly Dictionary<string, Dictionary<string, long>> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _features = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cutShort = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Dictionary<string, long>> Counts => _counts;

    /// <summary>Replicas of which something could not be counted.</summary>
    public IReadOnlySet<string> CutShort => _cutShort;

    /// <summary>Whether a replica was refused that is not among those of <see cref="Counts"/>, because the window had no room.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether a replica was refused because too many are known already.</summary>
    public bool HasUntracked { get; private set; }

    public int Bytes { get; private set; } = 16 + StateSeal.Bytes;

    /// <summary>Whether it is other than it was saved.</summary>
    public bool IsChanged { get; set; } = true;

    public void RefuseUntracked() => HasUntracked = IsChanged = true;

    /// <param name="replica">Who.</param>
    /// <param name="feature">What it did.</param>
    /// <param name="room">Bytes by which the window may still grow.</param>
    /// <returns>False where there is no room: the replica was not seen as a whole.</returns>
    public bool Add(string replica, string feature, int room)
    {
        IsChanged = true;
        if (!_counts.TryGetValue(replica, out var features))
        {
            var bytes = ReplicaBytes + Encoding.UTF8.GetByteCount(replica);
            if (bytes + CellBytes > room)
            {
                IsFull = true;
                return false;
            }

            _counts[replica] = features = new(StringComparer.Ordinal);
            Bytes += bytes;
            room -= bytes;
        }

        if (TryAdd(features, feature, room, features.Count < MostFeatures) || TryAdd(features, FeatureTable.RestOf(FeatureFamilies.Of(feature)), room, true))
            return true;
        _cutShort.Add(replica);
        return false;
    }

    public byte[] Save(int version)
    {
        var state = new StateWriting(version);
        Transfer(state);
        return StateSeal.Close(state.ToArray());
    }

    /// <exception cref="FormatException">It is damaged.</exception>
    public static OpenWindow Restore(StateReading state)
    {
        var window = new OpenWindow();
        window.Transfer(state);
        window.IsChanged = false;
        return window;
    }

    private bool TryAdd(Dictionary<string, long> features, string feature, int room, bool mayBeNew)
    {
        if (!mayBeNew && !features.ContainsKey(feature))
            return false;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(features, feature, out var known);
        if (!known)
        {
            var bytes = CellBytes + (_features.Contains(feature) ? 0 : FeatureBytes + Encoding.UTF8.GetByteCount(feature));
            if (bytes > room)
            {
                features.Remove(feature);
                return false;
            }

            _features.Add(feature);
            Bytes += bytes;
        }

        count++;
        return true;
    }

    private void Transfer(StateTransfer state)
    {
        IsFull = state.Flag(IsFull);
        HasUntracked = state.Flag(HasUntracked);
        var replicas = _counts.Keys.ToArray();
        var count = state.Count(replicas.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var replica = state.Text(state.IsReading ? "" : replicas[at]);
            if (state.Flag(_cutShort.Contains(replica)))
                _cutShort.Add(replica);
            if (state.IsReading)
            {
                _counts[replica] = new(StringComparer.Ordinal);
                Bytes += ReplicaBytes + Encoding.UTF8.GetByteCount(replica);
            }

            Transfer(_counts[replica], state);
        }
    }

    private void Transfer(Dictionary<string, long> features, StateTransfer state)
    {
        var cells = features.ToArray();
        var count = state.Count(cells.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var feature = state.Text(state.IsReading ? "" : cells[at].Key);
            features[feature] = state.Number(state.IsReading ? 0 : cells[at].Value);
            if (state.IsReading)
                Bytes += CellBytes + (_features.Add(feature) ? FeatureBytes + Encoding.UTF8.GetByteCount(feature) : 0);
        }
    }
}
