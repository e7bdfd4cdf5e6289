using System.Globalization;
using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Rules.Measuring;
using IncidentMesh.Benchmarks.Rules.Subjects;
using IncidentMesh.Detection.Rules.Compilation;

namespace IncidentMesh.Benchmarks.Rules;

/// <summary>How many events a second of processor time, and how that compares to only scanning their bytes.</summary>
internal static class SpeedBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        var (falco, own) = (RuleFolders.FalcoAudit(), RuleFolders.Own());
        List<ISubject> subjects = [new Scan()];
        if (falco.Count > 0)
            subjects.Add(RuleSubject.Load("Falco's", falco, RuleMatching.First));
        if (own.Count > 0)
        {
            subjects.Add(RuleSubject.Load("ours", own, RuleMatching.First));
            subjects.Add(RuleSubject.Load("ours", own, RuleMatching.All));
            subjects.Add(RuleSubject.Load("ours", own, RuleMatching.All, correlate: true));
        }

        if (falco.Count > 0 && own.Count > 0)
            subjects.Add(RuleSubject.Load("Falco's and ours", [.. falco, .. own], RuleMatching.All));

        var events = new EventBatches(options.Events);
        var results = Comparison.Run(subjects, events, options.Rounds);
        Table.Print(
            "Audit rules",
            string.Create(CultureInfo.InvariantCulture, $"{options.Events:N0} events of {events.Bytes / (double)options.Events:N0} bytes on average, {events.HostileCount:N0} of them hostile, {options.Rounds} rounds: least / median / greatest. Seed {EventBatches.Seed}."),
            ["", "events per CPU second", "ratio to the scan", "events that matched", "bytes allocated for events without a match"],
            results.Select(result => result.Row(options.Events, results[0])));
    }
}
