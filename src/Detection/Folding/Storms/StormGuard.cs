using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Folding.Storms;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection;

/// <summary>
/// Decides at each detection whether it belongs to the cluster's digest of storms or to its subject. Deterministic: the
/// same signals in the same order give the same decisions, also across <see cref="Save"/> and <see cref="Restore"/>; it
/// reads names off the signal and no inventory, because that may have grown when a chunk is replayed. Bounded: what was
/// not seen for longest is forgotten first, and what is forgotten is no storm. For one thread at a time.
/// </summary>
public sealed class StormGuard
{
    /// <summary>Largest state that <see cref="Save"/> gives, in bytes.</summary>
    public const int LargestState = 192 * 1024;

    private const int Version = 1;
    private const int KnownRules = 256;
    private const int KnownSubjects = 1_024;
    private const int KnownHabits = 2_048;

    private readonly DetectionOptions _options;
    private readonly string _cluster;
    private readonly RecentKeys<RuleSpread> _rules = new(KnownRules);
    private readonly RecentKeys<SubjectWatch> _subjects = new(KnownSubjects);
    private readonly RecentKeys<RuleHabit> _habits = new(KnownHabits);

    public StormGuard(DetectionOptions options, string cluster)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _cluster) = (options, cluster);
    }

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>: it is damaged.</exception>
    public static StormGuard Restore(DetectionOptions options, string cluster, ReadOnlySpan<byte> state)
    {
        var guard = new StormGuard(options, cluster);
        if (state.IsEmpty)
            return guard;

        var reader = new StateReader(state);
        if (reader.Int32() != Version)
            throw new FormatException("Storm state is damaged: unknown version.");

        guard._rules.Restore(ref reader, RuleSpread.Restore);
        guard._subjects.Restore(ref reader, SubjectWatch.Restore);
        guard._habits.Restore(ref reader, RuleHabit.Restore);
        return guard;
    }

    /// <returns>All that it remembers, less than <see cref="LargestState"/> bytes; nothing where it remembers nothing.</returns>
    public byte[] Save()
    {
        if (_rules.Count == 0)
            return [];

        var writer = new StateWriter();
        writer.Int32(Version);
        _rules.Save(writer, static (writer, value) => value.Save(writer));
        _subjects.Save(writer, static (writer, value) => value.Save(writer));
        _habits.Save(writer, static (writer, value) => value.Save(writer));
        return writer.ToArray();
    }

    /// <summary>Takes a signal's detections in.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="detections">What was detected in it.</param>
    /// <param name="habit">Whether each rule that hit is a habit of the signal's subject.</param>
    /// <returns>
    /// Whether the signal belongs to the digest: every rule that hit is in storm, none of the hits is
    /// <see cref="Severity.High"/>, and its subject shows nothing of its own.
    /// </returns>
    public bool Examine(Signal signal, IReadOnlyList<SignalDetection> detections, out bool habit)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(detections);
        habit = false;
        if (detections.Count == 0 || SubjectOf(signal) is not { } subject)
            return false;

        var time = signal.Time;
        var place = NameKey.Of(subject.ToString());
        ref var watch = ref _subjects.Touch(place, time.UtcTicks, out _);
        var digest = true;
        habit = true;
        foreach (var detection in detections)
        {
            var rule = NameKey.Of(detection.Rule);
            if (signal.Kind == SignalKind.SensorHealth || detection.Severity >= Severity.High)
            {
                watch.ShowsOwn(time, rule: null, _options.BurstGap);
                digest = habit = false;
                continue;
            }

            var storm = _rules.Touch(rule, time.UtcTicks, out _).Hits(place, time, _options);
            var unusual = IsUnusual(subject, detection, time);
            habit &= !unusual;
            if (unusual && Tactics.RankOf(detection.Techniques) is { } rank)
                watch.Reaches(rank, time, _options.BurstGap);
            if (!storm)
                watch.ShowsOwn(time, rule, _options.BurstGap);
            digest &= storm && !watch.Stands(rule, time, _options.BurstGap);
        }

        return digest;
    }

    private bool IsUnusual(SubjectRef subject, SignalDetection detection, DateTimeOffset time) =>
        !_habits.Touch(NameKey.Of(subject.ToString(), detection.Rule), time.UtcTicks, out _).Hits(time);

    /// <returns>
    /// What the signal says that it is about; null where it does not say, then nobody is swallowed. Nor are requests to
    /// the API server: a user stands behind each, and they confirm what other sensors, in other partitions, have seen.
    /// </returns>
    private SubjectRef? SubjectOf(Signal signal)
    {
        if (SubjectAttribution.IsAudit(signal))
            return null;
        if (signal.Origin is { Namespace: { } place, Pod: { } pod })
            return PodNames.InferWorkload(_cluster, place, pod) is { } workload ? SubjectRef.Of(workload) : null;

        var subject = SubjectAttribution.Of(signal, Contracts.Clusters.Attribution.Unknown, _cluster);
        return subject.Kind == SubjectKinds.Cluster ? null : subject;
    }
}
