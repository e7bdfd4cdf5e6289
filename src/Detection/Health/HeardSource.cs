using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Health;

/// <summary>When one source of a log partition was heard, a node or all of them together, and how long its pauses are.</summary>
internal sealed class HeardSource
{
    /// <summary>Different minutes in which it must have been heard before its silence means anything.</summary>
    private const int MinutesToKnow = 30;

    /// <summary>So many times the longest pause of the last two days is more than its habit.</summary>
    private const int Patience = 3;

    private int _minutes;
    private long _day;
    private TimeSpan _longestToday;
    private TimeSpan _longestYesterday;

    public DateTimeOffset LastHeard { get; private set; }

    /// <summary>Its newest event.</summary>
    public SignalPosition Position { get; private set; }

    /// <summary>Its silence was told.</summary>
    public bool IsSilent { get; private set; }

    public TimeSpan LongestPause => _longestToday > _longestYesterday ? _longestToday : _longestYesterday;

    /// <param name="at">When the event was received.</param>
    /// <param name="position">Where it lies.</param>
    /// <param name="listeningSince">Since when somebody listens: what was not heard before tells nothing of the source.</param>
    /// <returns>How long it had been silent, where that was told; else null.</returns>
    public TimeSpan? Hear(DateTimeOffset at, SignalPosition position, DateTimeOffset listeningSince)
    {
        var silent = IsSilent ? at - LastHeard : (TimeSpan?)null;
        if (_minutes < MinutesToKnow && (_minutes == 0 || Minute(at) > Minute(LastHeard)))
            _minutes++;
        TurnTo(at.UtcTicks / TimeSpan.TicksPerDay);
        var from = LastHeard > listeningSince ? LastHeard : listeningSince;
        if (_minutes > 1 && at - from > _longestToday)
            _longestToday = at - from;

        IsSilent = false;
        Position = position;
        LastHeard = at > LastHeard ? at : LastHeard;
        return silent;
    }

    /// <summary>Whether its silence is to be told now; it counts as told then.</summary>
    public bool FallsSilent(DateTimeOffset now, DateTimeOffset listeningSince, TimeSpan least)
    {
        if (IsSilent || _minutes < MinutesToKnow)
            return false;

        var from = LastHeard > listeningSince ? LastHeard : listeningSince;
        var habit = LongestPause * Patience;
        return IsSilent = now - from > (habit > least ? habit : least);
    }

    public void Save(StateWriter writer)
    {
        writer.Int64(LastHeard.UtcTicks);
        writer.Int64(Position.Offset);
        writer.Int32(Position.Index);
        writer.Int32(IsSilent ? 1 : 0);
        writer.Int32(_minutes);
        writer.Int64(_day);
        writer.Int64(_longestToday.Ticks);
        writer.Int64(_longestYesterday.Ticks);
    }

    public static HeardSource Restore(ref StateReader reader) => new()
    {
        LastHeard = new DateTimeOffset(reader.Int64(), TimeSpan.Zero),
        Position = new SignalPosition(reader.Int64(), reader.Int32()),
        IsSilent = reader.Int32() != 0,
        _minutes = reader.Int32(),
        _day = reader.Int64(),
        _longestToday = new TimeSpan(reader.Int64()),
        _longestYesterday = new TimeSpan(reader.Int64()),
    };

    private void TurnTo(long day)
    {
        if (day <= _day)
            return;

        _longestYesterday = day == _day + 1 ? _longestToday : TimeSpan.Zero;
        _longestToday = TimeSpan.Zero;
        _day = day;
    }

    private static long Minute(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
