using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>
/// Counts what a workload's replicas do in windows of event time, until each window closes. It closes when every lane
/// that was heard within the last hour of event time has brought an event that is later than its end by the allowed
/// lateness, or when its owner has waited long enough. What comes for a closed window is counted as late and no more.
/// Bounded in windows, cells and characters. For one thread at a time.
/// </summary>
/// <param name="length">Length of a window.</param>
/// <param name="lateness">How much later than others an event may come.</param>
public sealed class OpenWindows(TimeSpan length, TimeSpan lateness)
{
    private const int Version = 1;

    /// <summary>Windows that one lane may be ahead of another.</summary>
    private const int MostOpen = 32;

    /// <summary>Replicas, features and windows: counts that are kept until they close.</summary>
    private const int MostCells = 150_000;

    /// <summary>Characters of the features in all open windows.</summary>
    private const int MostCharacters = 300_000;

    private const int MostFeaturesOfReplica = 200;
    private const int MostReplicas = 2_000;

    /// <summary>Windows without any event that are made up for at once: a day of minutes.</summary>
    private const int MostEmpty = 1_440;

    /// <summary>Windows after which a replica that does nothing is taken to be gone, where no inventory knows better.</summary>
    private const int Idle = 60;

    private static readonly TimeSpan LaneMemory = TimeSpan.FromHours(1);

    private readonly SortedDictionary<long, Dictionary<string, Dictionary<string, long>>> _open = [];
    private readonly SortedDictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long First, long Last)> _replicas = new(StringComparer.Ordinal);
    private long _closed = long.MinValue;
    private int _cells;
    private int _characters;

    /// <summary>Events that came for a window that was closed.</summary>
    public long Late { get; private set; }

    /// <summary>Events from the future, and those for which there was no room.</summary>
    public long Uncounted { get; private set; }

    /// <summary>Latest event time of all lanes; null before the first.</summary>
    public DateTimeOffset? Front => _newest.Count == 0 ? null : _newest.Values.Max();

    /// <summary>End of the earliest window that is open; null where none is.</summary>
    public DateTimeOffset? FirstEnd => _open.Count == 0 ? null : StartOf(_open.Keys.First() + 1);

    /// <summary>End of the latest window that has events; null where none is open.</summary>
    public DateTimeOffset? LastEnd => _open.Count == 0 ? null : StartOf(_open.Keys.Last() + 1);

    /// <summary>End of the latest window that was closed; null before the first.</summary>
    public DateTimeOffset? ClosedThrough => _closed == long.MinValue ? null : StartOf(_closed + 1);

    /// <summary>Counts an event.</summary>
    /// <param name="lane">Where it came by: a log partition.</param>
    /// <param name="replica">The pod.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="feature">What the pod did.</param>
    /// <param name="now">The present: an event that is ahead of it by more than a window counts nowhere.</param>
    public void Count(string lane, string replica, DateTimeOffset time, string feature, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(feature);
        if (time > now + length)
        {
            Uncounted++;
            return;
        }

        if (!_newest.TryGetValue(lane, out var newest) || time > newest)
            _newest[lane] = time;
        var number = NumberOf(time);
        if (number <= _closed)
        {
            Late++;
            return;
        }

        if (!_replicas.TryGetValue(replica, out var stay))
        {
            if (_replicas.Count >= MostReplicas)
            {
                Uncounted++;
                return;
            }

            stay = (number, number);
        }

        _replicas[replica] = (Math.Min(stay.First, number), Math.Max(stay.Last, number));
        Add(number, replica, feature, 1);
    }

    /// <summary>Whether a lane brought anything within the last hour of event time: others are waited for no longer.</summary>
    public bool Hears(string lane) => _newest.TryGetValue(lane, out var newest) && Front - newest <= LaneMemory;

    /// <returns>What all lanes have passed, oldest first, windows without events among them.</returns>
    public IReadOnlyList<CountedWindow> CloseBehind()
    {
        if (Front is not { } front)
            return [];
        var slowest = _newest.Values.Where(newest => front - newest <= LaneMemory).Min();
        var through = NumberOf(slowest - lateness) - 1;
        if (_open.Count > 0)
            through = Math.Max(through, _open.Keys.Last() - MostOpen);
        return Close(through);
    }

    /// <returns>Every window that ends by a time, whether or not all lanes have passed it.</returns>
    public IReadOnlyList<CountedWindow> CloseThrough(DateTimeOffset time) => Close(NumberOf(time) - 1);

    public byte[] Save()
    {
        var state = new StateWriting(Version);
        Transfer(state);
        return state.ToArray();
    }

    /// <param name="length">Length of a window.</param>
    /// <param name="lateness">How much later than others an event may come.</param>
    /// <param name="saved">What <see cref="Save"/> returned; empty for nothing yet.</param>
    /// <exception cref="FormatException">It was not: the store is damaged, or a newer version wrote it.</exception>
    public static OpenWindows Restore(TimeSpan length, TimeSpan lateness, ReadOnlyMemory<byte> saved)
    {
        var windows = new OpenWindows(length, lateness);
        if (saved.IsEmpty)
            return windows;
        var state = new StateReading(saved);
        if (state.Version != Version)
            throw new FormatException($"Open windows are of version {state.Version}, and this program knows version {Version}.");
        windows.Transfer(state);
        return windows;
    }

    private List<CountedWindow> Close(long through)
    {
        var closed = new List<CountedWindow>();
        if (_closed == long.MinValue)
        {
            if (_open.Count == 0 || _open.Keys.First() > through)
                return closed;
            _closed = _open.Keys.First() - 1;
        }

        var empty = MostEmpty;
        while (_closed < through)
        {
            var next = _open.Count > 0 ? Math.Min(_open.Keys.First(), through + 1) : through + 1;
            _closed = Math.Max(_closed, next - 1 - empty);
            if (_closed == through)
                break;
            var number = ++_closed;
            if (_open.Remove(number, out var counts))
            {
                _cells -= counts.Values.Sum(static features => features.Count);
                _characters -= counts.Values.Sum(static features => features.Keys.Sum(static feature => feature.Length));
            }
            else
            {
                empty--;
            }

            var known = _replicas.Where(pair => pair.Value.First <= number && pair.Value.Last >= number - Idle)
                .ToDictionary(static pair => pair.Key, pair => StartOf(pair.Value.First), StringComparer.Ordinal);
            closed.Add(new CountedWindow(StartOf(number), length, counts ?? [], known));
        }

        foreach (var (replica, stay) in _replicas)
        {
            if (stay.Last < _closed - Idle)
                _replicas.Remove(replica);
        }

        return closed;
    }

    private void Add(long number, string replica, string feature, long count)
    {
        if (!_open.TryGetValue(number, out var window))
            _open[number] = window = new(StringComparer.Ordinal);
        if (!window.TryGetValue(replica, out var features))
            window[replica] = features = new(StringComparer.Ordinal);
        if (!features.ContainsKey(feature) && (features.Count >= MostFeaturesOfReplica || _characters + feature.Length > MostCharacters))
            feature = FeatureTable.RestOf(FeatureFamilies.Of(feature));
        if (!features.TryGetValue(feature, out var before))
        {
            if (_cells >= MostCells)
            {
                Uncounted += count;
                return;
            }

            _cells++;
            _characters += feature.Length;
        }

        features[feature] = before + count;
    }

    private void Transfer(StateTransfer state)
    {
        _closed = state.Number(_closed);
        Late = state.Number(Late);
        Uncounted = state.Number(Uncounted);
        var lanes = _newest.ToArray();
        var count = state.Count(lanes.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var lane = state.Text(state.IsReading ? "" : lanes[at].Key);
            _newest[lane] = state.Time(state.IsReading ? default : lanes[at].Value);
        }

        var replicas = _replicas.ToArray();
        count = state.Count(replicas.Length, MostReplicas);
        for (var at = 0; at < count; at++)
        {
            var replica = state.Text(state.IsReading ? "" : replicas[at].Key);
            var stay = state.IsReading ? default : replicas[at].Value;
            _replicas[replica] = (state.Number(stay.First), state.Number(stay.Last));
        }

        var cells = _open.SelectMany(static window => window.Value.SelectMany(replica => replica.Value.Select(cell => (window.Key, Replica: replica.Key, Feature: cell.Key, Count: cell.Value)))).ToArray();
        count = state.Count(cells.Length, MostCells);
        for (var at = 0; at < count; at++)
        {
            var cell = state.IsReading ? (0, "", "", 0) : cells[at];
            var (number, replica, feature, events) = (state.Number(cell.Key), state.Text(cell.Replica), state.Text(cell.Feature), state.Number(cell.Count));
            if (state.IsReading)
                Add(number, replica, feature, events);
        }
    }

    private long NumberOf(DateTimeOffset time) => time.UtcTicks / length.Ticks;

    private DateTimeOffset StartOf(long number) => new(number * length.Ticks, TimeSpan.Zero);
}
