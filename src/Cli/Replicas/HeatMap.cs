using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas;
using Spectre.Console;

namespace IncidentMesh.Cli.Replicas;

/// <summary>
/// Draws what stands high in the last window of a workload: replicas as rows, features as columns, the most odd first,
/// each cell a power of ten. Digits say it where there are no colours.
/// </summary>
internal sealed class HeatMap(ComparedWorkload workload)
{
    /// <summary>Rows of a map; those left out are less odd.</summary>
    private const int MostRows = 24;

    /// <summary>Columns have letters.</summary>
    private const int MostColumns = 26;

    /// <summary>Amounts of which it is said what silence about them is worth.</summary>
    private const int MostLimits = 4;

    private const int NameLength = 40;
    private const int ColumnWidth = 3;
    private const int LeastHot = 5;
    private const int LeastWarm = 3;

    private readonly IReadOnlyList<StandingEvidence> _standing = workload.Standing();

    /// <param name="screen">Where to.</param>
    /// <param name="width">Its columns.</param>
    public void Show(Screen screen, int width)
    {
        screen.Line(
            $"{workload.Name}, {JsonReading.Show(workload.Last ?? default)}, {Number(workload.Replicas.Count)} replicas{(_standing.Count == 0 ? ": nothing stands out." : "")}",
            new Style(decoration: Decoration.Bold));
        if (_standing.Count > 0)
            Draw(screen, width);
        foreach (var limit in workload.AmountLimits().Where(static limit => limit.Feature.StartsWith("gauge|", StringComparison.Ordinal)).Take(MostLimits))
            screen.Line(limit.Sentence);
    }

    private void Draw(Screen screen, int width)
    {
        var rows = Replicas();
        var names = Math.Max("REPLICA".Length, rows.Max(static name => PlainText.Of(name, NameLength).Length));
        var columns = Features((width - names) / ColumnWidth);
        var cells = _standing.ToDictionary(static cell => (cell.Replica, cell.Feature), static cell => cell.Log10);
        screen.Table(
            ["REPLICA", .. columns.Select(static (_, i) => Letter(i))],
            rows.Select(replica => (IReadOnlyList<Cell>)
            [
                PlainText.Of(replica, NameLength),
                .. columns.Select(feature => Shade(cells.GetValueOrDefault((replica, feature)))),
            ]),
            "");
        if (rows.Count < workload.Replicas.Count)
            screen.Line($"and {Number(workload.Replicas.Count - rows.Count)} replicas more, with no more in them.");
        screen.Facts(columns.Select(static (feature, i) => (Letter(i), (string?)PlainText.Of(feature))));
        var left = _standing.Select(static cell => cell.Feature).Distinct().Count() - columns.Count;
        if (left > 0)
            screen.Line($"and {Number(left)} features more, with no more in them.");
    }

    /// <summary>Says what the digits are.</summary>
    public static void Legend(Screen screen) =>
        screen.Line("Digits: how many times more than chance, as a power of ten (3: a thousand times, 9: a billion or more, '.': less than ten). Only findings keep to the budget.");

    private static Cell Shade(double log10)
    {
        if (log10 < 1)
            return new Cell(".", new Style(Color.Grey));
        var digit = (int)Math.Min(log10, 9);
        return new Cell(Number(digit), digit switch
        {
            >= LeastHot => new Style(Color.White, Color.Red, Decoration.Bold),
            >= LeastWarm => new Style(Color.Black, Color.Yellow),
            _ => (Style?)null,
        });
    }

    private List<string> Replicas()
    {
        var highest = _standing.GroupBy(static cell => cell.Replica).ToDictionary(static cells => cells.Key, static cells => cells.Max(cell => cell.Log10));
        return [.. workload.Replicas.OrderByDescending(name => highest.GetValueOrDefault(name)).ThenBy(static name => name.Length).ThenBy(static name => name, StringComparer.Ordinal).Take(MostRows)];
    }

    private List<string> Features(int room) =>
    [
        .. _standing.GroupBy(static cell => cell.Feature)
            .OrderByDescending(static cells => cells.Max(static cell => cell.Log10)).ThenBy(static cells => cells.Key, StringComparer.Ordinal)
            .Take(Math.Clamp(room, 1, MostColumns))
            .Select(static cells => cells.Key),
    ];

    private static string Letter(int column) => ((char)('A' + column)).ToString();

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
