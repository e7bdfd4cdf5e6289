using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Fleet;
using Spectre.Console;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Prints findings as they are decided, and for people, at the end, what stands high.</summary>
internal sealed class FindingPrinting(CliHost host, OutputFormat format)
{
    /// <summary>Workloads that are drawn, those with the highest evidence.</summary>
    private const int MostMaps = 10;

    /// <summary>Share of benign workloads that is tolerated among those that are said to stand out.</summary>
    private const double FalseShare = 0.1;

    private readonly Screen _screen = new(host, format);

    public void Print(IReadOnlyList<ReplicaFinding> findings)
    {
        if (findings.Count == 0)
            return;
        foreach (var finding in findings)
        {
            switch (format)
            {
                case OutputFormat.Table:
                    _screen.Show(screen => Say(screen, finding));
                    break;
                case OutputFormat.Yaml:
                    host.Output.Write($"---\n{YamlText.Of(FindingJson.Of(finding))}");
                    break;
                default:
                    host.Output.Write($"{JsonText.Compact(FindingJson.Of(finding))}\n");
                    break;
            }
        }

        host.Output.Flush();
    }

    /// <summary>All lines were read.</summary>
    public void End(IReadOnlyCollection<ComparedWorkload> workloads)
    {
        if (!_screen.IsTable || workloads.Count == 0)
            return;
        var named = workloads.ToDictionary(static workload => workload.Name, StringComparer.Ordinal);
        var ranking = FleetRanking.Rank(named.ToDictionary(static pair => pair.Key, static pair => pair.Value.StandingEValue()), FalseShare);
        foreach (var map in ranking.Take(MostMaps).Select(ranked => new HeatMap(named[ranked.Workload])))
        {
            _screen.Show(screen =>
            {
                screen.Line();
                map.Show(screen, host.Width);
            });
        }

        _screen.Show(screen =>
        {
            screen.Line();
            if (ranking.Count > MostMaps)
                screen.Line(string.Create(CultureInfo.InvariantCulture, $"and {ranking.Count - MostMaps:N0} workloads more, with no more in them."));
            if (ranking.Count > 1)
                screen.Line(string.Create(CultureInfo.InvariantCulture, $"{ranking.Count(static ranked => ranked.StandsOut):N0} of the {ranking.Count:N0} workloads stand out even beside all the others (e-BH, a false share of {FalseShare})."));
            HeatMap.Legend(screen);
        });
        host.Output.Flush();
    }

    private static void Say(Screen screen, ReplicaFinding finding)
    {
        var isOver = finding.Kind == FindingKind.Recovered;
        screen.Line(
            $"{JsonReading.Show(finding.Window)} {FindingJson.Word(finding.Kind)} {finding.Workload}: {finding.Sentence}",
            isOver ? (Style?)null : new Style(Color.Red));
    }
}
