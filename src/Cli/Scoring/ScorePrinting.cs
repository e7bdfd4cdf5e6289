using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Scoring;

namespace IncidentMesh.Cli.Scoring;

/// <summary>Prints ranked cases. The JSON is documented in docs/cli.md: never change a name.</summary>
internal static class ScorePrinting
{
    /// <summary>Cases that are explained below the table.</summary>
    private const int MostExplained = 5;

    public static void Print(CliHost host, OutputFormat format, IEnumerable<(string Id, AssessedScore Score)> ranked, ScoreWeights weights)
    {
        var model = $"{ScoreModel.Name} {weights.Version}";
        switch (format)
        {
            case OutputFormat.Table:
                List<(string Id, AssessedScore Score)> cases = [.. ranked];
                new Screen(host, format).Show(screen => Show(screen, cases));
                break;
            case OutputFormat.Yaml:
                foreach (var (id, score) in ranked)
                    host.Output.Write($"---\n{YamlText.Of(Json(id, score, model))}");
                break;
            default:
                foreach (var (id, score) in ranked)
                    host.Output.Write($"{JsonText.Compact(Json(id, score, model))}\n");
                break;
        }

        host.Output.Flush();
    }

    private static JsonElement Json(string id, AssessedScore exact, string model)
    {
        var score = exact.Rounded(2);
        return JsonSerializer.SerializeToElement(new
        {
            id,
            score = score.Value,
            range = new { low = score.Low, high = score.High },
            factors = score.Factors.Select(static factor => new
            {
                factor = factor.Name,
                share = factor.Share,
                reason = factor.Reason,
                source = factor.Source,
                asOf = factor.AsOf?.UtcDateTime,
            }),
            wouldLower = score.WouldLower.Select(static change => new { factor = change.Factor, change = change.Change, score = change.Score, effect = change.Effect }),
            model,
        });
    }

    private static void Show(Screen screen, List<(string Id, AssessedScore Score)> cases)
    {
        screen.Table(
            ["SCORE", "RANGE", "CASE", "MOSTLY BECAUSE"],
            cases.Select(static one => (IReadOnlyList<Cell>)[Number(one.Score.Value), $"{Number(one.Score.Low)}-{Number(one.Score.High)}", one.Id, Because(one.Score)]),
            "No cases.");
        foreach (var (id, exact) in cases.Take(MostExplained))
        {
            var score = exact.Rounded(0);
            screen.Line();
            screen.Line(id, new Spectre.Console.Style(decoration: Spectre.Console.Decoration.Bold));
            screen.Facts(
            [
                .. score.Factors.Where(static factor => factor.Source is not null || factor.Share != 0)
                    .Select(static factor => ($"  {factor.Share.ToString("+0;-0;0", CultureInfo.InvariantCulture)}", (string?)factor.Reason)),
                .. score.Factors.Where(static factor => factor.Source is null && factor.Share == 0).Select(static factor => ("  ?", (string?)factor.Reason)),
                .. score.WouldLower.Select(static change => ($"  to {Number(change.Score)}", (string?)change.Change)),
            ]);
        }
    }

    /// <summary>The two that weigh most, up or down: cases of one vulnerability have the first one in common, and the second tells them apart.</summary>
    private static string Because(AssessedScore score) =>
        string.Join(' ', score.Factors.OrderByDescending(static factor => Math.Abs(factor.Share)).Take(2).Select(static factor => factor.Reason));

    private static string Number(double number) => Math.Round(number).ToString(CultureInfo.InvariantCulture);
}
