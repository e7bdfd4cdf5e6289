using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas.Findings;
using Spectre.Console;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Prints findings as they are decided, and for people, at the end, what stands high.</summary>
internal sealed class FindingPrinting(CliHost host, OutputFormat format)
{
    /// <summary>Workloads that are drawn, those with the highest evidence.</summary>
    private const int MostMaps = 10;

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
        var maps = workloads.Select(static workload => (Map: new HeatMap(workload), workload.Name))
            .OrderByDescending(static drawn => drawn.Map.Highest).ThenBy(static drawn => drawn.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var (map, _) in maps.Take(MostMaps))
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
            if (maps.Count > MostMaps)
                screen.Line(string.Create(CultureInfo.InvariantCulture, $"and {maps.Count - MostMaps:N0} workloads more, with no more in them."));
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
