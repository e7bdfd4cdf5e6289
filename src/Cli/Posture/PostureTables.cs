using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Reach;
using Spectre.Console;

namespace IncidentMesh.Cli.Posture;

/// <summary>Exposure and reach for people.</summary>
internal static class PostureTables
{
    /// <summary>Paths that are drawn with all their steps, the worst ones.</summary>
    private const int MostPaths = 5;

    private static readonly Style Title = new(decoration: Decoration.Bold);

    public static void Show(Screen screen, PodExposure exposure)
    {
        screen.Line();
        screen.Line("Ways in", Title);
        foreach (var path in exposure.Paths.Take(MostPaths))
        {
            screen.Line($"  {PostureJson.Word(path.Level)} by {path.By}{(path.IsCertain ? "" : ", perhaps")}", path.Level == ExposureLevel.Internet ? new Style(Color.Red) : (Style?)null);
            foreach (var step in path.Steps)
                screen.Line($"    {step}");
        }

        if (exposure.Paths.Count == 0)
            screen.Line("  There is none.");
        if (exposure.Paths.Count > MostPaths)
            screen.Line($"  and {exposure.Paths.Count - MostPaths} more: -o json has all.");
        List(screen, "Closed", exposure.Blocked);
        List(screen, "Not known", exposure.Unknowns);
    }

    public static void Show(Screen screen, PodReach reach)
    {
        screen.Line();
        screen.Line("Credentials", Title);
        screen.Table(
            ["CREDENTIAL", "NAME", "REACH", "WHAT IT IS"],
            reach.Credentials.Select(static one => (IReadOnlyList<Cell>)[PostureJson.Word(one.Kind), one.Name, PostureJson.Word(one.Level), one.Explanation]),
            "There are none.");
        screen.Line();
        screen.Line("Rights that lead on", Title);
        screen.Table(
            ["RIGHT", "NAMESPACE", "REACH", "WHY"],
            reach.Rights.Select(static right => (IReadOnlyList<Cell>)[right.Right, right.Namespace ?? "all", PostureJson.Range(right.Level, right.AtMost), right.Explanation]),
            "There are none.");
        List(screen, "Not known", reach.Unknowns);
    }

    private static void List(Screen screen, string title, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0)
            return;
        screen.Line();
        screen.Line(title, Title);
        foreach (var sentence in sentences)
            screen.Line($"  {sentence}");
    }
}
