using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Folding.Storms;

/// <summary>In how many half hours a rule has hit in a subject, as far as it matters.</summary>
internal struct RuleHabit
{
    /// <summary>Periods with hits from which on a rule is a subject's habit.</summary>
    public const int Periods = 4;

    public const int PeriodMinutes = 30;

    private int _last;
    private ushort _periods;

    /// <summary>The half hours in which a rule hit.</summary>
    public static IEnumerable<long> PeriodsOf(RuleTimes times) => times.Slots.Select(slot => ((long)slot << times.Scale) / PeriodMinutes);

    /// <returns>Whether the rule is a habit, this hit included.</returns>
    public bool Hits(DateTimeOffset time)
    {
        var period = (int)(time.UtcTicks / (TimeSpan.TicksPerMinute * PeriodMinutes));
        if (period > _last)
            (_last, _periods) = (period, (ushort)Math.Min(_periods + 1, Periods));
        return _periods >= Periods;
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Int32(_last);
        writer.UInt16(_periods);
    }

    public static RuleHabit Restore(ref StateReader reader) => new() { _last = reader.Int32(), _periods = reader.UInt16() };
}
