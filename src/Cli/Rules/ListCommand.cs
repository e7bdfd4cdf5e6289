using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules list FILE...</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = RuleFiles.Argument();
        var command = new Command("list", "List the rules of files in the order in which they are asked.") { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await RuleFiles.LoadAsync(parsed.GetRequiredValue(files), host, cancellationToken) is not { } load)
                return ExitCodes.Failed;
            var data = JsonSerializer.SerializeToElement(load.Rules.Select(ToJson).Concat(load.Correlations.Select(CorrelationViews.ToJson)));
            new Screen(host, output.Of(parsed)).Print(data, screen => Show(screen, load));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Dictionary<string, object?> ToJson(LoadedRule rule) => new()
    {
        ["rule"] = rule.Name,
        ["source"] = rule.Source,
        ["priority"] = rule.Priority.ToString(),
        ["enabled"] = rule.Enabled,
        ["tags"] = rule.Tags,
        ["description"] = rule.Description,
        ["file"] = rule.Place.File,
        ["line"] = rule.Place.Line,
    };

    private static void Show(Screen screen, RuleLoad load)
    {
        screen.Table(
            ["RULE", "SOURCE", "PRIORITY", "ENABLED", "TAGS"],
            load.Rules.Select(rule => (IReadOnlyList<Cell>)[rule.Name, rule.Source, rule.Priority.ToString(), rule.Enabled ? "yes" : "no", string.Join(", ", rule.Tags)]),
            "There are no rules in these files.");
        CorrelationViews.List(screen, load);
    }
}
