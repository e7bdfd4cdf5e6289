using System.Numerics;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Folding.Storms;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection;

/// <summary>
/// Whether an attack may be going on around a signal, so that no suppression counts: within half an hour to an hour three
/// tactics, or two and something critical, in whatever order, by rules that are no habits of the place; and for a burst's
/// gap after that. Deterministic, also across <see cref="Save"/> and <see cref="Restore"/>: it reads names off the signal
/// and no inventory, because that may have grown when a chunk is replayed. Bounded; for one thread at a time.
/// </summary>
public sealed class AttackWatch(TimeSpan gap)
{
    private const int Version = 1;
    private const int KnownPlaces = 1_024;
    private const int KnownHabits = 2_048;

    private readonly RecentKeys<Steps> _places = new(KnownPlaces);
    private readonly RecentKeys<RuleHabit> _habits = new(KnownHabits);

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>: it is damaged.</exception>
    public static AttackWatch Restore(TimeSpan gap, ReadOnlySpan<byte> state)
    {
        var watch = new AttackWatch(gap);
        if (state.IsEmpty)
            return watch;

        var reader = new StateReader(state);
        if (reader.Int32() != Version)
            throw new FormatException("The state of suppressions is damaged: unknown version.");
        watch._places.Restore(ref reader, Steps.Restore);
        watch._habits.Restore(ref reader, RuleHabit.Restore);
        return watch;
    }

    /// <returns>All that it remembers, less than 128 KiB; nothing where it remembers nothing.</returns>
    public byte[] Save()
    {
        if (_places.Count == 0)
            return [];

        var writer = new StateWriter();
        writer.Int32(Version);
        _places.Save(writer, static (writer, value) => value.Save(writer));
        _habits.Save(writer, static (writer, value) => value.Save(writer));
        return writer.ToArray();
    }

    /// <summary>Takes a signal's detections in, hidden or not.</summary>
    /// <returns>Whether an attack may be going on.</returns>
    public bool Examine(Signal signal, IReadOnlyList<SignalDetection> detections)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(detections);
        var name = PlaceOf(signal);
        var time = signal.Time;
        ref var place = ref _places.Touch(NameKey.Of(name), time.UtcTicks, out _);
        foreach (var detection in detections)
        {
            if (detection.Severity >= Severity.Critical)
                place.Sees(Steps.Critical, time);
            if (Tactics.RankOf(detection.Techniques) is { } rank
                && !_habits.Touch(NameKey.Of(name, detection.Rule), time.UtcTicks, out _).Hits(time))
                place.Sees(1 << rank, time);
        }

        return place.StandOutAt(time, gap);
    }

    /// <summary>What the signal itself says: its workload, or else its container, node or user.</summary>
    private static string PlaceOf(Signal signal)
    {
        var origin = signal.Origin;
        if (origin is { Namespace: { } space, Pod: { } pod } && PodNames.InferWorkload("", space, pod) is { } workload)
            return workload.ToString();
        return origin is { ContainerId: { } container, OnHost: false }
            ? container
            : SubjectAttribution.Of(signal, Contracts.Clusters.Attribution.Unknown, "").ToString();
    }

    /// <summary>What was seen in one place in the half hour at hand and in the one before it.</summary>
    private struct Steps
    {
        /// <summary>A bit beside those of the tactics.</summary>
        public const int Critical = 1 << 15;

        private int _period;
        private ushort _now;
        private ushort _before;
        private long _attack;

        public void Sees(int step, DateTimeOffset time)
        {
            var period = (int)(time.UtcTicks / AttackChain.Window.Ticks);
            if (period > _period)
            {
                _before = period == _period + 1 ? _now : (ushort)0;
                (_period, _now) = (period, 0);
            }

            if (period == _period)
                _now |= (ushort)step;
            else
                _before |= (ushort)step;

            var all = _now | _before;
            var tactics = BitOperations.PopCount((uint)(all & ~Critical));
            if (tactics >= 3 || (tactics == 2 && (all & Critical) != 0))
                _attack = Math.Max(_attack, time.UtcTicks);
        }

        public readonly bool StandOutAt(DateTimeOffset time, TimeSpan gap) => _attack != 0 && time.UtcTicks - _attack <= gap.Ticks;

        public readonly void Save(StateWriter writer)
        {
            writer.Int32(_period);
            writer.UInt16(_now);
            writer.UInt16(_before);
            writer.Int64(_attack);
        }

        public static Steps Restore(ref StateReader reader) => new()
        {
            _period = reader.Int32(),
            _now = reader.UInt16(),
            _before = reader.UInt16(),
            _attack = reader.Int64(),
        };
    }
}
