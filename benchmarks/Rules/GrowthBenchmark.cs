using System.Globalization;
using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Rules.Measuring;
using IncidentMesh.Benchmarks.Rules.Subjects;

namespace IncidentMesh.Benchmarks.Rules;

/// <summary>What more rules cost.</summary>
internal static class GrowthBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        ISubject[] subjects = [new Scan(), .. new[] { 50, 500, 5_000 }.Select(ManyRules.Make)];
        var events = new EventBatches(options.Events);
        var results = Comparison.Run(subjects, events, options.Rounds);
        var fewest = results[1];
        Table.Print(
            "Growth with the number of rules",
            string.Create(CultureInfo.InvariantCulture, $"{options.Events:N0} events, {options.Rounds} rounds: least / median / greatest. Seed {EventBatches.Seed}."),
            ["", "events per CPU second", "ratio to the scan", "CPU time against 50 rules", "events that matched", "bytes allocated for events without a match"],
            results.Select(result =>
            {
                var row = result.Row(options.Events, results[0]);
                return (string[])[row[0], row[1], row[2], fewest.RatioTo(result).ToString("0.00"), row[3], row[4]];
            }));
    }
}
