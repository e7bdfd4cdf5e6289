using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;
using IncidentMesh.Benchmarks.ReplicaQuality.Tuning;
using IncidentMesh.Benchmarks.Rules.Measuring;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>Counts the alarms on workloads that do nothing wrong.</summary>
internal static class BenignRun
{
    public static IEnumerable<BenignResult> Run(IReadOnlyList<IContender> contenders, BenignKind kind, int size, QualityOptions options)
    {
        var all = Lives.Of(options.DaysOf(size), options.SpanDays);
        var numbers = options.Lives ?? [.. Enumerable.Range(0, all.Count)];
        var lives = all with { Count = numbers.Count };
        var counts = new Count[numbers.Count][];
        Parallel.For(0, numbers.Count, options.Parallelism, at => counts[at] = Live(contenders, kind, size, lives.Windows, numbers[at], options));
        for (var c = 0; c < contenders.Count; c++)
        {
            var own = counts.Select(life => life[c]).ToList();
            if (options.Show)
                own.ForEach(static count => count.Shown.ForEach(Console.Error.WriteLine));
            yield return new BenignResult(
                contenders[c].Name, kind.Name, size, lives.Days, lives.Count, own.Sum(static count => count.FalseAlarms), own.Count(static count => count.FalseAlarms > 0),
                own.Sum(static count => count.RevisionNotes), own.Sum(static count => count.Seconds) * 1e6 / lives.Count / lives.Windows,
                (contenders[c] as TunedContender)?.Thresholds[new Place(kind.Name, size)]);
        }
    }

    private static Count[] Live(IReadOnlyList<IContender> contenders, BenignKind kind, int size, int windows, int life, QualityOptions options)
    {
        var workload = Lives.Workload(options.Seed, "benign", kind, size, life);
        var place = new Place(kind.Name, size);
        var counts = contenders.Select(contender => new Count(contender.Create(place, options.FalseAlarmsPerQuarter), new AlarmLedger(options.QuietWindows))).ToArray();
        for (var i = 0; i < windows; i++)
        {
            var window = workload.Next();
            for (var c = 0; c < counts.Length; c++)
            {
                var count = counts[c];
                var from = ThreadClock.Seconds;
                foreach (var alarm in count.Detector.Observe(window))
                {
                    if (!count.Ledger.Add(alarm, window.Index))
                        continue;
                    if (alarm.Kind == AlarmKind.Revision && kind.HasRevisions)
                        count.RevisionNotes++;
                    else
                        count.FalseAlarms++;
                    if (options.Show)
                        count.Shown.Add(Line(contenders[c].Name, window, alarm));
                }

                count.Seconds += ThreadClock.Seconds - from;
            }
        }

        return counts;
    }

    private static string Line(string detector, WorkloadWindow window, Alarm alarm) => string.Create(
        CultureInfo.InvariantCulture, $"{detector}: {window.Workload} window {window.Index}: {alarm.Kind} {alarm.Replica} {alarm.Score:g4} {string.Join(' ', alarm.Features)}");

    private sealed class Count(IDetector detector, AlarmLedger ledger)
    {
        public IDetector Detector => detector;

        public AlarmLedger Ledger => ledger;

        public List<string> Shown { get; } = [];

        public int FalseAlarms { get; set; }

        public int RevisionNotes { get; set; }

        /// <summary>Of the processor.</summary>
        public double Seconds { get; set; }
    }
}
