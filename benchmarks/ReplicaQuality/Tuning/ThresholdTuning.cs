using IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

/// <summary>Finds the thresholds with which the alternatives stay within the budget on workloads that are used for nothing else.</summary>
internal static class ThresholdTuning
{
    public static void Tune(IReadOnlyList<TunedContender> contenders, BenignKind kind, int size, QualityOptions options)
    {
        if (contenders.Count == 0)
            return;
        var lives = Lives.Of(options.TuningDaysOf(size), options.SpanDays);
        var allowed = (int)Math.Floor(lives.Days * options.FalseAlarmsPerQuarter / QualityOptions.QuarterDays);
        var ladders = new ThresholdLadder[lives.Count][];
        Parallel.For(0, lives.Count, options.Parallelism, life =>
        {
            var workload = Lives.Workload(options.Seed, "tuning", kind, size, life);
            StratumReader[] readers = [new(isHourly: false), new(isHourly: true)];
            var oddness = contenders.Select(static contender => contender.Oddness()).ToArray();
            ladders[life] = [.. contenders.Select(_ => new ThresholdLadder(allowed, options.QuietWindows))];
            for (var i = 0; i < lives.Windows; i++)
            {
                var window = workload.Next();
                foreach (var (stratum, isHourly) in readers.SelectMany(reader => reader.Read(window).Select(stratum => (stratum, reader.IsHourly))))
                {
                    for (var c = 0; c < oddness.Length; c++)
                    {
                        if (contenders[c].IsHourly == isHourly)
                            Add(ladders[life][c], stratum, oddness[c].Score(stratum), window.Index);
                    }
                }
            }
        });
        for (var c = 0; c < contenders.Count; c++)
            contenders[c].Thresholds[new Place(kind.Name, size)] = ThresholdLadder.Threshold(LowestStep([.. ladders.Select(life => life[c])], allowed));
    }

    private static void Add(ThresholdLadder ladder, Stratum stratum, OddnessScore[] scores, int window)
    {
        for (var row = 0; row < scores.Length; row++)
            ladder.Add(stratum.Replicas[row], scores[row].Value, window);
    }

    /// <summary>
    /// Alarms are not always fewer at a higher threshold, because a replica that is always in alarm has a single one. So the search goes
    /// downwards and ends at the first step that is over the budget.
    /// </summary>
    private static int LowestStep(IReadOnlyList<ThresholdLadder> ladders, int allowed)
    {
        var least = ladders.Max(static ladder => ladder.Lowest);
        var step = ThresholdLadder.Steps;
        while (step > least && ladders.Sum(ladder => ladder.Alarms(step - 1)) <= allowed)
            step--;
        return step;
    }
}
