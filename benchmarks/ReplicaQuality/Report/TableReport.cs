using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Report;

/// <summary>Writes Markdown, so that a run can go into a document as it is.</summary>
internal static class TableReport
{
    public static void Write(QualityReport report, TextWriter output)
    {
        if (report.Benign.Count > 0)
            WriteBenign(report, output);
        if (report.Attacks.Count > 0)
            WriteAttacks(report, output);
    }

    private static void WriteBenign(QualityReport report, TextWriter output)
    {
        output.WriteLine(Text($"## False alarms per 1,000 workload-days (budget {report.BudgetPer1000Days:0.0}; 95 % exact Poisson interval; seed {report.Seed})"));
        output.WriteLine();
        var detectors = report.Benign.Select(static result => result.Detector).Distinct().ToList();
        MarkdownTable.Write(output, ["size", "kind", "workload-days", .. detectors], report.Benign.GroupBy(static result => (result.Size, result.Kind, result.WorkloadDays)).Select(cell =>
            (string[])[Text($"{cell.Key.Size}"), cell.Key.Kind, Text($"{cell.Key.WorkloadDays:0.#}"), .. detectors.Select(detector => Rate(cell.First(result => result.Detector == detector)))]));
        output.WriteLine();
        output.WriteLine("Microseconds per window and detector, mean over the kinds:");
        output.WriteLine();
        MarkdownTable.Write(output, ["size", .. detectors], report.Benign.GroupBy(static result => result.Size).Select(size =>
            (string[])[Text($"{size.Key}"), .. detectors.Select(detector => Text($"{size.Where(result => result.Detector == detector).Average(static result => result.MicrosecondsPerWindow):0.0}"))]));
        output.WriteLine();
    }

    private static void WriteAttacks(QualityReport report, TextWriter output)
    {
        output.WriteLine("## Attacks found: recall (95 % Clopper-Pearson); within 2 and 30 windows; median delay in windows");
        output.WriteLine();
        var detectors = report.Attacks.Select(static result => result.Detector).Distinct().ToList();
        MarkdownTable.Write(output, ["attack", "size", "trials", .. detectors], report.Attacks.GroupBy(static result => (result.Attack, result.Size, result.Trials)).Select(cell =>
            (string[])[cell.Key.Attack, Text($"{cell.Key.Size}"), Text($"{cell.Key.Trials}"), .. detectors.Select(detector => Recall(cell.First(result => result.Detector == detector)))]));
        output.WriteLine();
    }

    private static string Rate(BenignResult result)
    {
        var interval = Interval.OfCount(result.FalseAlarms);
        var per = 1000 / result.WorkloadDays;
        var notes = result.RevisionNotes > 0 ? Text($", {result.RevisionNotes} on revisions") : "";
        return Text($"{result.FalseAlarms * per:0.0} [{interval.Low * per:0.0}, {interval.High * per:0.0}]{notes}");
    }

    private static string Recall(AttackResult result)
    {
        var interval = Interval.OfShare(result.Found, result.Trials);
        var found = Text($"{Percent(result.Found)} [{100 * interval.Low:0}, {100 * interval.High:0}]");
        var when = result.Found == 0 ? "" : Text($"; {Percent(result.FoundWithin(2))}, {Percent(result.FoundWithin(30))}; {result.MedianDelay}");
        var wrong = result.WrongAlarms == 0 ? "" : Text($"; {result.WrongAlarms} wrong");
        var vague = result.Unattributed == 0 ? "" : Text($"; {result.Unattributed} unattributed");
        return found + when + wrong + vague;

        string Percent(int count) => Text($"{100.0 * count / result.Trials:0} %");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
