using System.Globalization;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Health;

/// <summary>
/// The dead-man's switch of one log partition: whoever was heard in thirty different minutes and then pauses three times
/// longer than ever in two days, and not less than an option says, is silent. So a sensor that reports rarely is given
/// time, one false alarm teaches it, and a stream that never rests is missed soon. While all nodes are silent none is
/// told by itself. For one thread at a time.
/// </summary>
public sealed class SensorWatch
{
    /// <summary>Nodes that are watched. Of more, the ones that were heard last stay.</summary>
    public const int MostNodes = 1_000;

    /// <summary>Longer names are not Kubernetes'.</summary>
    private const int LongestName = 253;

    private const int Version = 1;
    private static readonly TimeSpan OnTime = TimeSpan.FromMinutes(1);

    private readonly string _sensor;
    private readonly SensorWatchOptions _options;
    private readonly DateTimeOffset _listeningSince;
    private readonly Dictionary<string, HeardSource> _nodes = new(StringComparer.Ordinal);
    private readonly List<SensorNotice> _news = [];
    private HeardSource _all = new();
    private DateTimeOffset _allHeardAgain;
    private bool _wasOnTime;
    private DateTimeOffset? _lateSince;

    /// <param name="sensor">Its format's name, for people.</param>
    /// <param name="options">Limits.</param>
    /// <param name="listeningSince">Since when somebody listens: silence before tells nothing.</param>
    public SensorWatch(string sensor, SensorWatchOptions options, DateTimeOffset listeningSince) =>
        (_sensor, _options, _listeningSince) = (sensor, options, listeningSince);

    /// <summary>Takes in what was received.</summary>
    /// <param name="signals">Signals in the order of the log.</param>
    /// <param name="receivedAt">When each was received.</param>
    public void Hear(IReadOnlyList<ObservedSignal> signals, Func<SignalPosition, DateTimeOffset> receivedAt)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(receivedAt);
        var lag = TimeSpan.MaxValue;
        foreach (var observed in signals)
        {
            var signal = observed.Signal;
            var at = receivedAt(signal.Position);
            Hear(_all, null, at, signal.Position);
            if (signal.Origin.Node is { Length: > 0 and <= LongestName } node)
                Hear(Find(node), node, at, signal.Position);
            if (at - signal.Time < lag)
                lag = at - signal.Time;
        }

        if (signals.Count > 0)
            Judge(lag);
    }

    /// <summary>There is something to say that must not be lost.</summary>
    public bool HasNews => _news.Count > 0;

    /// <summary>Nodes whose silence was told, in no order.</summary>
    public IEnumerable<string> SilentNodes => _nodes.Where(static pair => pair.Value.IsSilent).Select(static pair => pair.Key);

    /// <returns>What there is to say since it was asked last. Each thing is said once.</returns>
    public IReadOnlyList<SensorNotice> Ask(DateTimeOffset now)
    {
        if (_all.FallsSilent(now, _listeningSince, _options.Silence))
        {
            _news.Add(Silence(_all, null, now));
        }
        else if (!_all.IsSilent)
        {
            var since = _allHeardAgain > _listeningSince ? _allHeardAgain : _listeningSince;
            foreach (var (node, source) in _nodes)
            {
                if (source.FallsSilent(now, since, _options.Silence))
                    _news.Add(Silence(source, node, now));
            }
        }

        if (_news.Count == 0)
            return [];
        var news = _news.ToArray();
        _news.Clear();
        return news;
    }

    /// <summary>Watches a node no longer, because it is no more.</summary>
    public void Forget(string node) => _nodes.Remove(node);

    public byte[] Save()
    {
        var writer = new StateWriter();
        writer.Int32(Version);
        writer.Int32(_wasOnTime ? 1 : 0);
        writer.Int64(_lateSince?.UtcTicks ?? 0);
        writer.Int64(_allHeardAgain.UtcTicks);
        _all.Save(writer);
        writer.Int32(_nodes.Count);
        foreach (var (node, source) in _nodes)
        {
            writer.Text(node);
            source.Save(writer);
        }

        return writer.ToArray();
    }

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>: it is damaged.</exception>
    public void Restore(ReadOnlySpan<byte> state)
    {
        var reader = new StateReader(state);
        if (reader.Int32() != Version)
            throw new FormatException("The state of a sensor's watch is damaged: unknown version.");
        _wasOnTime = reader.Int32() != 0;
        _lateSince = reader.Int64() is var late && late > 0 ? new DateTimeOffset(late, TimeSpan.Zero) : null;
        _allHeardAgain = new DateTimeOffset(reader.Int64(), TimeSpan.Zero);
        _all = HeardSource.Restore(ref reader);
        for (var left = reader.Count(MostNodes); left > 0; left--)
        {
            var node = reader.Text();
            _nodes[node] = HeardSource.Restore(ref reader);
        }
    }

    private void Hear(HeardSource source, string? node, DateTimeOffset at, SignalPosition position)
    {
        if (source.Hear(at, position, _listeningSince) is not { } blind)
            return;
        if (node is null)
            _allHeardAgain = at;
        _news.Add(new SensorNotice(
            SensorNotice.HeardAgain, node, at, $"{Name(node)} is heard again. It was silent for {Words(blind)}: what happened meanwhile is not known.", position));
    }

    private void Judge(TimeSpan lag)
    {
        var at = _all.LastHeard;
        if (lag <= OnTime)
        {
            if (_lateSince is { } since)
                _news.Add(new SensorNotice(SensorNotice.OnTimeAgain, null, at, $"Events of {_sensor} come in time again, after {Words(at - since)}.", _all.Position));
            (_wasOnTime, _lateSince) = (true, null);
        }
        else if (lag > _options.Lag && _wasOnTime)
        {
            (_wasOnTime, _lateSince) = (false, at);
            _news.Add(new SensorNotice(SensorNotice.Late, null, at, $"Events of {_sensor} come {Words(lag)} after they happened.", _all.Position));
        }
    }

    private SensorNotice Silence(HeardSource source, string? node, DateTimeOffset now)
    {
        var last = source.LastHeard.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
        return new SensorNotice(
            SensorNotice.Silent, node, now,
            $"{Name(node)} was heard last at {last}, {Words(now - source.LastHeard)} ago. It had not paused longer than {Words(source.LongestPause)} in two days.",
            source.Position);
    }

    private string Name(string? node) => node is null ? $"{_sensor} (all nodes)" : $"{_sensor} on {node}";

    private HeardSource Find(string node)
    {
        if (_nodes.TryGetValue(node, out var known))
            return known;
        if (_nodes.Count == MostNodes)
            _nodes.Remove(_nodes.MinBy(static pair => (pair.Value.LastHeard, pair.Key)).Key);
        return _nodes[node] = new HeardSource();
    }

    private static string Words(TimeSpan span) => span.TotalMinutes < 1
        ? $"{Math.Max(0, (int)span.TotalSeconds)} s"
        : span.TotalHours < 1 ? $"{(int)span.TotalMinutes} min" : $"{(int)span.TotalHours} h {span.Minutes} min";
}
