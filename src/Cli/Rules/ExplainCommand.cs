using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules explain RULE --rules FILE...</c>: what a rule comes to with everything put in.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var name = new Argument<string>("rule") { Description = "The name of the rule or correlation." };
        var files = new Option<string[]>("--rules")
        {
            Description = "Rule files, the first one first.",
            HelpName = "file",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("explain", "Show a rule with its macros, lists and exceptions put in, and the fields that it reads.") { name, files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await RuleFiles.LoadAsync(parsed.GetRequiredValue(files), host, cancellationToken) is not { } load)
                return ExitCodes.Failed;
            var wanted = parsed.GetRequiredValue(name);
            if (load.Correlations.FirstOrDefault(correlation => correlation.Name == wanted) is { } found)
            {
                new Screen(host, output.Of(parsed)).Print(ToJson(found), screen => CorrelationViews.Facts(screen, found));
                return ExitCodes.Ok;
            }

            if (load.Rules.FirstOrDefault(rule => rule.Name == wanted) is not { } rule)
                return host.Fail(ExitCodes.NotFound, $"There is no rule '{wanted}' in these files: see 'incidentmesh rules list'.");
            var fields = FieldsOf(rule);
            var data = ListCommand.ToJson(rule);
            data["condition"] = rule.Condition.ToString();
            data["conditionText"] = rule.ConditionText;
            data["output"] = rule.Output;
            data["falsePositives"] = rule.FalsePositives;
            data["response"] = rule.Response;
            data["fields"] = fields.Select(field => new { name = field.Name, description = field.Description });
            new Screen(host, output.Of(parsed)).Print(JsonSerializer.SerializeToElement(data), screen => Show(screen, rule, fields));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static JsonElement ToJson(LoadedCorrelation correlation)
    {
        var data = CorrelationViews.ToJson(correlation);
        data["conditions"] = correlation.Steps.Select(step => step.Condition.ToString());
        data["output"] = correlation.Rule.Output;
        data["falsePositives"] = correlation.Rule.FalsePositives;
        data["response"] = correlation.Rule.Response;
        return JsonSerializer.SerializeToElement(data);
    }

    private static List<(string Name, string Description)> FieldsOf(LoadedRule rule)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var mention in rule.Condition.Mentions().Where(mention => mention.Kind == MentionKind.Field))
        {
            if (FieldTable.Falco.TryResolve(mention.Name, mention.Argument, out var field, out _))
                fields[field.ToString()] = field.Field.Description;
        }

        return [.. fields.Select(field => (field.Key, field.Value))];
    }

    private static void Show(Screen screen, LoadedRule rule, List<(string Name, string Description)> fields)
    {
        screen.Facts(
            ("Rule", rule.Name),
            ("About", rule.Description),
            ("Place", rule.Place.ToString()),
            ("Source", rule.Source),
            ("Priority", rule.Priority.ToString()),
            ("Enabled", rule.Enabled ? "yes" : "no"),
            ("Tags", string.Join(", ", rule.Tags)),
            ("Condition", rule.Condition.ToString()),
            ("Output", rule.Output),
            ("False positives", rule.FalsePositives),
            ("Response", rule.Response));
        screen.Line();
        screen.Table(["FIELD", "WHAT IT HOLDS"], fields.Select(field => (IReadOnlyList<Cell>)[field.Name, field.Description]), "It reads no fields.");
    }
}
