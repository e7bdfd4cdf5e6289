using System.Diagnostics;
using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Report;
using IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>Tunes the alternatives, lets everybody watch benign workloads, then attacked ones.</summary>
internal static class Quality
{
    /// <param name="contenders">Who takes part.</param>
    /// <param name="options">What of.</param>
    /// <param name="progress">Gets a line for each cell, with how long it took.</param>
    public static QualityReport Judge(IReadOnlyList<IContender> contenders, QualityOptions options, TextWriter progress)
    {
        var benign = new List<BenignResult>();
        var attacks = new List<AttackResult>();
        foreach (var size in options.Sizes)
        {
            foreach (var kind in options.Kinds)
            {
                Timed($"{kind.Name} {size} tuning", () => ThresholdTuning.Tune([.. contenders.OfType<TunedContender>()], kind, size, options));
                Timed($"{kind.Name} {size}", () => benign.AddRange(BenignRun.Run(contenders, kind, size, options)));
            }

            foreach (var attack in options.Attacks)
                Timed($"{attack.Name} {size}", () => attacks.AddRange(AttackRun.Run(contenders, attack, size, options)));
        }

        return new QualityReport(options.Seed, options.FalseAlarmsPerQuarter, benign, attacks);

        void Timed(string what, Action work)
        {
            var watch = Stopwatch.StartNew();
            work();
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {watch.Elapsed.TotalSeconds:0.0} s"));
        }
    }
}
