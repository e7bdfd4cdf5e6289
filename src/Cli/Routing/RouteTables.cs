using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Routing;

/// <summary>A route for people.</summary>
internal static class RouteTables
{
    public static void Show(Screen screen, JsonElement route)
    {
        var number = 0;
        foreach (var step in route.Items("steps"))
        {
            screen.Line($"{++number}. {step.Text("place")}: {(step.Has("text") ? $"'{step.Text("text")}'" : "nothing")}");
            foreach (var finding in step.Items("findings").Where(static one => one.ValueKind == JsonValueKind.String))
                screen.Line($"   {finding.GetString()}");
        }

        var targets = route.Joined("targets");
        screen.Line();
        screen.Line(targets.Length > 0 ? $"Told: {targets}" : "Nobody is told.", new Spectre.Console.Style(decoration: Spectre.Console.Decoration.Bold));
        foreach (var problem in route.Items("problems").Where(static one => one.ValueKind == JsonValueKind.String))
            screen.Line($"To mend: {problem.GetString()}", new Spectre.Console.Style(Spectre.Console.Color.Yellow));
    }
}
