using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection.Folding.Chains;

/// <summary>
/// Collects times as slots, of which there are never more than it may keep: when there would be, slots become twice as
/// long, until they fit. The outcome depends on the set of times alone, not on their order or on how often each came:
/// the scale is the least at which they fit.
/// </summary>
internal sealed class SlotTimes(int capacity)
{
    /// <summary>Slots that a rule keeps.</summary>
    public const int OfARule = 32;

    private static readonly long First = -(DateTimeOffset.UnixEpoch - DateTimeOffset.MinValue).Ticks / TimeSpan.TicksPerMinute;
    private static readonly long Last = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMinute;

    private readonly SortedSet<int> _slots = [];
    private int _scale;

    public static RuleTimes One(DateTimeOffset time) => new(0, [MinuteOf(time)]);

    /// <summary>A wide slot may begin before all time.</summary>
    public static DateTimeOffset TimeOf(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(Math.Clamp(minute, First, Last));

    public static RuleTimes Union(RuleTimes left, RuleTimes right)
    {
        var steps = left.Scale - right.Scale;
        if (steps >= 0 && right.Slots.All(slot => left.Slots.Contains(slot >> steps)))
            return left;

        var union = new SlotTimes(OfARule);
        union.Add(left);
        union.Add(right);
        return union.ToTimes();
    }

    public void Add(RuleTimes times)
    {
        if (times.Scale > _scale)
            Widen(times.Scale);
        foreach (var slot in times.Slots)
            _slots.Add(slot >> (_scale - times.Scale));
        while (_slots.Count > capacity)
            Widen(_scale + 1);
    }

    public RuleTimes ToTimes() => new(_scale, [.. _slots]);

    /// <summary>Events of any time have a place: what lies too far ahead has the last one.</summary>
    private static int MinuteOf(DateTimeOffset time) =>
        (int)Math.Clamp(Math.Floor((time - DateTimeOffset.UnixEpoch).TotalMinutes), int.MinValue, int.MaxValue);

    private void Widen(int scale)
    {
        var steps = scale - _scale;
        var wide = _slots.Select(slot => slot >> steps).ToList();
        _slots.Clear();
        _slots.UnionWith(wide);
        _scale = scale;
    }
}
