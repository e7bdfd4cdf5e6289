using System.Globalization;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Compares the windows of one file, of any number of workloads, and keeps what was learned from line to line.</summary>
internal sealed class ComparisonRun(string file, FalseAlarmBudget budget, CliHost host)
{
    /// <summary>Unread lines that are named; further ones are only counted.</summary>
    private const int MostNamed = 20;

    private readonly Dictionary<string, ComparedWorkload> _workloads = new(StringComparer.Ordinal);
    private readonly ImageAccounts _images = new();

    public long Windows { get; private set; }

    public long Findings { get; private set; }

    /// <summary>Lines that are no windows, or none that could be compared.</summary>
    public long Unread { get; private set; }

    public IReadOnlyCollection<ComparedWorkload> Workloads => _workloads.Values;

    /// <returns>What was decided with this line.</returns>
    public IReadOnlyList<ReplicaFinding> Take(Line line)
    {
        if (line.Text is not { } text)
            return Refuse(line.Number, $"it has more than {WindowLimits.LineBytes / (1024 * 1024)} MiB: write one window on one line.");
        if (!text.Span.ContainsAnyExcept(" \t\r"u8))
            return [];
        if (WindowLine.Read(text, out var error) is not { } window)
            return Refuse(line.Number, error);
        if (!_workloads.TryGetValue(window.Workload, out var workload))
        {
            if (_workloads.Count == WindowLimits.Workloads)
                return Refuse(line.Number, $"it is of one more than {WindowLimits.Workloads} workloads: compare the others in another run.");
            workload = new ComparedWorkload(window.Workload, window.Length, budget);
            _workloads.Add(window.Workload, workload);
        }

        if (workload.Objection(window) is { } objection)
            return Refuse(line.Number, objection);
        Windows++;
        var findings = workload.Observe(window);
        Findings += findings.Count;
        return Elsewhere(workload, window, findings);
    }

    /// <summary>Asks of findings what pods of the same image in other workloads of the file do, and tells those of this one.</summary>
    private IReadOnlyList<ReplicaFinding> Elsewhere(ComparedWorkload workload, WorkloadWindow window, IReadOnlyList<ReplicaFinding> findings)
    {
        var end = window.Start + window.Length;
        if (workload.TotalsToTell(end) is { } totals)
            _images.Take(totals);
        return findings.Count == 0
            ? findings
            : [.. findings.Select(finding => finding.Elsewhere is { } question ? finding.With(_images.Ask(workload.Name, question, end)) : finding)];
    }

    private IReadOnlyList<ReplicaFinding> Refuse(long line, string error)
    {
        if (++Unread <= MostNamed)
            host.Fail(ExitCodes.Failed, string.Create(CultureInfo.InvariantCulture, $"{file}: line {line}: {error}"));
        return [];
    }
}
