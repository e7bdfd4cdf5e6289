using System.Text.Json;
using IncidentMesh.Cli.Output;
using Spectre.Console;

namespace IncidentMesh.Cli.Posture;

/// <summary>What surrounds a workload, for people: from its JSON, which files and servers give alike.</summary>
internal static class PostureTables
{
    /// <summary>Paths that are drawn with all their steps, the worst ones.</summary>
    private const int MostPaths = 5;

    private static readonly Style Title = new(decoration: Decoration.Bold);

    public static void Workload(Screen screen, JsonElement review)
    {
        screen.Facts(
            ("Workload", review.Text("workload")),
            ("As of", review.Time("asOf")),
            ("Standard", review.Text("podSecurityLevel")),
            ("Exposure", Range(review.Member("exposure"))),
            ("Reach", Range(review.Member("reach"))),
            ("Isolation", Isolation(review.Member("isolation"))),
            ("Environment", Fact(review.Member("environment"))),
            ("Criticality", Fact(review.Member("criticality"))),
            ("Data", Fact(review.Member("data"))));
        Exposure(screen, review.Member("exposure"));
        ReachOf(screen, review.Member("reach"));
    }

    public static void Reach(Screen screen, JsonElement review)
    {
        screen.Facts(("Workload", review.Text("workload")), ("As of", review.Time("asOf")), ("Reach", Range(review.Member("reach"))));
        ReachOf(screen, review.Member("reach"));
    }

    private static void Exposure(Screen screen, JsonElement exposure)
    {
        screen.Line();
        screen.Line("Ways in", Title);
        List<JsonElement> paths = [.. exposure.Items("paths")];
        foreach (var path in paths.Take(MostPaths))
        {
            screen.Line($"  {path.Text("from")} by {path.Text("by")}{(path.Text("certain") == "true" ? "" : ", perhaps")}", path.Text("from") == "internet" ? new Style(Color.Red) : (Style?)null);
            foreach (var step in Sentences(path, "steps"))
                screen.Line($"    {step}");
        }

        if (paths.Count == 0)
            screen.Line("  There is none.");
        if (paths.Count > MostPaths)
            screen.Line($"  and {paths.Count - MostPaths} more: -o json has all.");
        List(screen, "Closed", exposure, "blocked");
        List(screen, "Not known", exposure, "unknown");
    }

    private static void ReachOf(Screen screen, JsonElement reach)
    {
        screen.Line();
        screen.Line("Credentials", Title);
        screen.Table(
            ["CREDENTIAL", "NAME", "REACH", "WHAT IT IS"],
            reach.Items("credentials").Select(static one => (IReadOnlyList<Cell>)[one.Text("kind"), one.Text("name"), one.Text("level"), one.Text("explanation")]),
            "There are none.");
        screen.Line();
        screen.Line("Rights that lead on", Title);
        screen.Table(
            ["RIGHT", "NAMESPACE", "REACH", "WHY"],
            reach.Items("rights").Select(static right => (IReadOnlyList<Cell>)
                [right.Text("right"), right.Has("namespace") ? right.Text("namespace") : "all", Range(right), right.Text("explanation")]),
            "There are none.");
        List(screen, "Not known", reach, "unknown");
    }

    /// <summary>A level, and how much worse it may be.</summary>
    private static string Range(JsonElement found) =>
        found.Text("level") == found.Text("atMost") ? found.Text("level") : $"{found.Text("level")}, at most {found.Text("atMost")}";

    private static string Isolation(JsonElement found) => found.Has("sandbox")
        ? $"{(found.Text("sandbox") == "none" ? "no sandbox" : $"sandbox {found.Text("sandbox")}")}, {(found.Text("userNamespace") == "true" ? "users of its own, " : "")}seccomp {found.Text("seccomp")}, AppArmor {found.Text("appArmor")}"
        : "";

    private static string Fact(JsonElement fact) => fact.Has("value") ? $"{fact.Text("value")}, by {fact.Text("source")}" : "unknown";

    private static void List(Screen screen, string title, JsonElement holder, string name)
    {
        List<string> sentences = [.. Sentences(holder, name)];
        if (sentences.Count == 0)
            return;
        screen.Line();
        screen.Line(title, Title);
        foreach (var sentence in sentences)
            screen.Line($"  {sentence}");
    }

    private static IEnumerable<string> Sentences(JsonElement holder, string name) =>
        holder.Items(name).Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!);
}
