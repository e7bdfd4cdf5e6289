using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules eval</c>: whether a condition holds for an event that is given on the command line.</summary>
internal static class EvalCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var condition = new Option<string>("--condition") { Description = "The condition.", HelpName = "text", Required = true };
        var fields = new Option<string>("--fields")
        {
            Description = "The event: a JSON object of names of fields and values. Lists are arrays; what is not there is missing.",
            HelpName = "json",
            DefaultValueFactory = static _ => "{}",
        };
        var source = new Option<string>("--source")
        {
            Description = "The source of the event.",
            HelpName = "name",
            DefaultValueFactory = static _ => EventSources.Syscall,
        }.AcceptOnlyFromAmong(EventSources.Syscall, EventSources.KubernetesAudit);
        var command = new Command("eval", "Print whether a condition holds for an event: true (exit code 0) or false (1).") { condition, fields, source };
        command.SetAction(parsed => Evaluate(
            parsed.GetRequiredValue(condition), parsed.GetRequiredValue(fields), parsed.GetRequiredValue(source), host, output.Of(parsed)));
        return command;
    }

    private static int Evaluate(string text, string json, string source, CliHost host, OutputFormat format)
    {
        var parsed = ConditionParser.Parse(text);
        if (!parsed.Succeeded)
            return host.Fail(ExitCodes.Usage, $"--condition: line {parsed.Error.Line}, column {parsed.Error.Column}: {parsed.Error.Message}.");
        var builder = new RuleSetBuilder();
        var check = builder.Add(source, parsed.Condition);
        foreach (var error in check.Errors)
            host.Fail(ExitCodes.Usage, $"--condition: character {error.Offset + 1}: {error.Message}.");
        if (!check.IsAccepted)
            return ExitCodes.Usage;

        var rules = builder.Build();
        if (ReadFields(json, rules, out var problem) is not { } values)
            return host.Fail(ExitCodes.Usage, $"--fields: {problem}");
        var matches = new List<int>();
        if (!EventSources.TryParse(source, out var from))
            return host.Fail(ExitCodes.Usage, $"--source: '{source}' is not known.");
        rules.Match(from, values, rules.CreateContext(), RuleMatching.First, matches);
        var holds = matches.Count > 0;
        new Screen(host, format).Print(JsonSerializer.SerializeToElement(holds), screen => screen.Line(holds ? "true" : "false"));
        return holds ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static JsonFields? ReadFields(string json, RuleSet rules, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return JsonFields.Of(document.RootElement, rules.Fields, out problem);
            problem = "it must be a JSON object, such as {\"proc.name\": \"sh\"}.";
            return null;
        }
        catch (JsonException failure)
        {
            problem = $"it is no JSON: {failure.Message}";
            return null;
        }
    }
}
