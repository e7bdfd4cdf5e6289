using System.Runtime.CompilerServices;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection.Folding.Storms;

/// <summary>
/// In how many subjects a rule has hit since its last long pause, as far as it matters. What was in storm once is so again
/// at its first hit while the digest of that storm goes on: otherwise each pause would open incidents for its first subjects.
/// </summary>
internal struct RuleSpread
{
    /// <summary>Most subjects that a storm can be asked to have: see <see cref="DetectionOptions.StormSubjects"/>.</summary>
    public const int Most = 32;

    private Places _places;
    private int _count;
    private long _last;
    private bool _storm;

    /// <returns>Whether the rule is in storm with this hit.</returns>
    public bool Hits(long place, DateTimeOffset time, DetectionOptions options)
    {
        var ticks = time.UtcTicks;
        if (_count > 0 && ticks - _last > (_storm ? options.DigestGap : options.StormGap).Ticks)
            (_count, _storm) = (0, false);
        _last = Math.Max(_last, ticks);
        if (_storm)
            return true;

        Span<long> places = _places;
        if (!places[.._count].Contains(place))
            places[_count++] = place;
        return _storm = _count >= Math.Min(options.StormSubjects, Most);
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Int64(_last);
        writer.UInt16((ushort)(_storm ? 1 : 0));
        writer.UInt16((ushort)_count);
        for (var i = 0; i < _count; i++)
            writer.Int64(_places[i]);
    }

    public static RuleSpread Restore(ref StateReader reader)
    {
        var spread = new RuleSpread { _last = reader.Int64(), _storm = reader.UInt16() != 0, _count = reader.UInt16() };
        if (spread._count > Most)
            throw new FormatException("Storm state is damaged: too many places.");
        for (var i = 0; i < spread._count; i++)
            spread._places[i] = reader.Int64();
        return spread;
    }

    [InlineArray(Most)]
    private struct Places
    {
        private long _first;
    }
}
