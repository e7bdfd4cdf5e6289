using System.Numerics;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Folding.Storms;

/// <summary>Whether a subject shows anything of its own, so that no storm may swallow it.</summary>
internal struct SubjectWatch
{
    /// <summary>Tactics within a chain's time that are taken for a chain, in whatever order: rather too many than too few.</summary>
    private const int CertainTactics = 3;

    private const long AnyRule = 0;

    private long _ownTime;
    private long _ownRule;
    private long _tacticsSince;
    private ushort _tactics;

    /// <summary>A detection that is not in storm, or too severe for one.</summary>
    /// <param name="time">When.</param>
    /// <param name="rule">The rule's key; null where the subject stands out by any rule.</param>
    /// <param name="gap">How long what was shown counts.</param>
    public void ShowsOwn(DateTimeOffset time, long? rule, TimeSpan gap)
    {
        // One rule alone may turn out to be a storm's beginning; two are something of the subject's own.
        var fresh = time.UtcTicks - _ownTime <= gap.Ticks;
        _ownRule = rule is { } key && (!fresh || _ownRule == key) ? key : AnyRule;
        _ownTime = Math.Max(_ownTime, time.UtcTicks);
    }

    public void Reaches(int tactic, DateTimeOffset time, TimeSpan gap)
    {
        if (time.UtcTicks - _tacticsSince > AttackChain.Window.Ticks)
            (_tactics, _tacticsSince) = (0, time.UtcTicks);
        _tactics |= (ushort)(1 << tactic);
        if (BitOperations.PopCount(_tactics) >= CertainTactics)
            ShowsOwn(time, rule: null, gap);
    }

    /// <param name="rule">Key of the rule in storm that hits.</param>
    /// <param name="time">When.</param>
    /// <param name="gap">How long what was shown counts.</param>
    public readonly bool Stands(long rule, DateTimeOffset time, TimeSpan gap) =>
        _ownTime != 0 && time.UtcTicks - _ownTime <= gap.Ticks && _ownRule != rule;

    public readonly void Save(StateWriter writer)
    {
        writer.Int64(_ownTime);
        writer.Int64(_ownRule);
        writer.Int64(_tacticsSince);
        writer.UInt16(_tactics);
    }

    public static SubjectWatch Restore(ref StateReader reader) => new()
    {
        _ownTime = reader.Int64(),
        _ownRule = reader.Int64(),
        _tacticsSince = reader.Int64(),
        _tactics = reader.UInt16(),
    };
}
