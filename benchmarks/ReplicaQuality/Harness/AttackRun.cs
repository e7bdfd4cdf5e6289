using System.Diagnostics;
using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Attacks;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>Attacks workloads of every kind in turn, and asks who finds it.</summary>
internal static class AttackRun
{
    private const int GraceWindows = 30;

    public static IEnumerable<AttackResult> Run(IReadOnlyList<IContender> contenders, AttackKind kind, int size, QualityOptions options)
    {
        var trials = new AttackWatch[options.TrialsOf(size, kind.IsLong)][];
        Parallel.For(0, trials.Length, options.Parallelism, trial => trials[trial] = Try(contenders, kind, size, trial, options));
        for (var c = 0; c < contenders.Count; c++)
        {
            var own = trials.Select((watches, trial) => (Watch: watches[c], Kind: options.Kinds[trial % options.Kinds.Count].Name)).ToList();
            yield return new AttackResult(
                contenders[c].Name, kind.Name, size, own.Count, [.. own.Select(static one => one.Watch.Delay).OfType<int>().Order()],
                own.Sum(static one => one.Watch.WrongAlarms), own.Count(static one => one.Watch is { Delay: null, IsUnattributed: true }),
                own.GroupBy(static one => one.Kind).ToDictionary(static group => group.Key, static group => new[] { group.Count(), group.Count(static one => one.Watch.Delay is not null) }));
        }
    }

    private static AttackWatch[] Try(IReadOnlyList<IContender> contenders, AttackKind kind, int size, int trial, QualityOptions options)
    {
        var under = options.Kinds[trial % options.Kinds.Count];
        var workload = Lives.Workload(options.Seed, kind.Name, under, size, trial);
        var draws = new Draws(new Xoshiro(options.Seed, string.Create(CultureInfo.InvariantCulture, $"attack-{kind.Name}-{size}-{trial}")));
        var attack = new RunningAttack(kind, draws.Whole(kind.History.Least, kind.History.Most + 1), draws);
        workload.Add(attack);
        var watches = contenders.Select(contender => new AttackWatch(contender.Create(new Place(under.Name, size), options.FalseAlarmsPerQuarter), kind, under.HasRevisions, options.QuietWindows)).ToArray();
        while (watches.Any(static watch => watch.Delay is null) && (attack.End is not { } end || workload.Window < end + GraceWindows))
        {
            var window = workload.Next();
            foreach (var watch in watches)
                watch.Observe(window, attack);
            if (attack.Onset is null && workload.Window > kind.History.Most + 1440)
                throw new UnreachableException($"No replica of {window.Workload} could be attacked within a day.");
        }

        return watches;
    }
}
