using IncidentMesh.Detection.Health;

namespace IncidentMesh.Detection.Replicas.Windows;

/// <summary>
/// Counts what a workload's replicas do in windows of event time, until each window closes. It closes when every lane
/// that was heard within the last hour of event time has brought an event that is later than its end by the allowed
/// lateness, or when its owner has waited long enough. What comes for a closed window, or more than an hour behind what
/// its sensor told already, is counted as late and no more. Windows without events are there only where a sensor was
/// heard. Bounded in windows, replicas and bytes. For one thread at a time.
/// </summary>
/// <param name="length">Length of a window.</param>
/// <param name="lateness">How much later than others an event may come.</param>
public sealed partial class OpenWindows(TimeSpan length, TimeSpan lateness)
{
    /// <summary>Windows that one lane may be ahead of another.</summary>
    private const int MostOpen = 32;

    /// <summary>Windows without any event that are made up for at once: a day of minutes.</summary>
    private const int MostEmpty = 1_440;

    private readonly SortedDictionary<long, OpenWindow> _open = [];
    private readonly Lanes _lanes = new();
    private readonly TrackedReplicas _replicas = new();
    private long _closed = long.MinValue;
    private int _bytes;

    /// <summary>Events that came for a window that was closed, or were dated long before.</summary>
    public long Late { get; private set; }

    /// <summary>Events from the future, and those for which there was no room.</summary>
    public long Uncounted { get; private set; }

    /// <summary>Latest event time of all lanes; null before the first.</summary>
    public DateTimeOffset? Front => _lanes.Front;

    /// <summary>End of the earliest window that is open; null where none is.</summary>
    public DateTimeOffset? FirstEnd => _open.Count == 0 ? null : StartOf(_open.Keys.First() + 1);

    /// <summary>End of the latest window that has events; null where none is open.</summary>
    public DateTimeOffset? LastEnd => _open.Count == 0 ? null : StartOf(_open.Keys.Last() + 1);

    /// <summary>End of the latest window that was closed; null before the first.</summary>
    public DateTimeOffset? ClosedThrough => _closed == long.MinValue ? null : StartOf(_closed + 1);

    /// <summary>Whether a lane brought anything within the last hour of event time: others are waited for no longer.</summary>
    public bool Hears(string lane) => _lanes.Hears(lane);

    /// <summary>Says when a lane's sensor was heard, in whatever it told. To be called before what it told next is counted.</summary>
    public void Hear(string lane, Hearing hearing) => _lanes.Hear(lane, hearing);

    /// <summary>Counts an event.</summary>
    /// <param name="lane">Where it came by: a log partition.</param>
    /// <param name="replica">The pod.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="feature">What the pod did.</param>
    /// <param name="now">The present: an event that is ahead of it by more than a window counts nowhere.</param>
    public void Count(string lane, string replica, DateTimeOffset time, string feature, DateTimeOffset now)
    {
        if (time > now + length)
        {
            Uncounted++;
            return;
        }

        var number = NumberOf(time);
        if (!_lanes.Take(lane, time, now) || number <= _closed)
        {
            Late++;
            return;
        }

        if (!_open.TryGetValue(number, out var window))
        {
            _open[number] = window = new OpenWindow();
            _bytes += window.Bytes;
        }

        if (!_replicas.Track(replica, number))
        {
            window.RefuseUntracked();
            Uncounted++;
            return;
        }

        _bytes -= window.Bytes;
        if (!window.Add(replica, feature, Math.Min(MostBytes - window.Bytes, MostBytesTogether - _bytes - window.Bytes)))
            Uncounted++;
        _bytes += window.Bytes;
    }

    /// <returns>What all lanes have passed, oldest first, windows without events among them.</returns>
    public IReadOnlyList<CountedWindow> CloseBehind()
    {
        if (_lanes.Slowest is not { } slowest)
            return [];
        var through = NumberOf(slowest - lateness) - 1;
        if (_open.Count > 0)
            through = Math.Max(through, _open.Keys.Last() - MostOpen);
        return Close(through);
    }

    /// <returns>Every window that ends by a time, whether or not all lanes have passed it.</returns>
    public IReadOnlyList<CountedWindow> CloseThrough(DateTimeOffset time) => Close(NumberOf(time) - 1);

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
            if (!_hadEvents)
                _closed = Math.Max(_closed, next - 1 - empty);
            if (_closed == through)
                break;
            var number = ++_closed;
            if (_open.Remove(number, out var window))
            {
                _bytes -= window.Bytes;
                closed.Add(Counted(number, window));
            }
            else if (_hadEvents || _lanes.WereHeard(StartOf(number), StartOf(number + 1)))
            {
                // The window after the last with events shows whether others began the same: it is always looked at.
                empty--;
                closed.Add(Counted(number, null));
            }

            _hadEvents = window is not null;
        }

        _replicas.Forget(_closed);
        return closed;
    }

    private CountedWindow Counted(long number, OpenWindow? window)
    {
        var known = _replicas.At(number).ToDictionary(static pair => pair.Key, pair => StartOf(pair.Value), StringComparer.Ordinal);
        var gaps = window is null && !_replicas.IsFull
            ? CountingGaps.None
            : new CountingGaps(window?.CutShort ?? CountingGaps.None.CutShort, window?.IsFull ?? false, _replicas.IsFull || window is { HasUntracked: true });
        return new CountedWindow(StartOf(number), length, window?.Counts ?? CountedNothing, known, gaps);
    }

    private static readonly Dictionary<string, Dictionary<string, long>> CountedNothing = [];

    private long NumberOf(DateTimeOffset time) => time.UtcTicks / length.Ticks;

    private DateTimeOffset StartOf(long number) => new(number * length.Ticks, TimeSpan.Zero);
}
