using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules validate FILE...</c>: whether the files load, and all that is wrong with them.</summary>
internal static class ValidateCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = RuleFiles.Argument();
        var report = new Option<string?>("--report")
        {
            Description = "Print a report for other programs instead: junit or sarif.",
            HelpName = "kind",
        }.AcceptOnlyFromAmong("junit", "sarif");
        var command = new Command("validate", "Load rule files and print every error and warning with its place.") { files, report };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await RuleFiles.ReadAsync(parsed.GetRequiredValue(files), host, cancellationToken) is not { } read)
                return ExitCodes.Failed;
            var load = RuleLoader.Load(read);
            switch (parsed.GetValue(report))
            {
                case "junit":
                    host.Output.WriteLine(JUnitReport.Of(read, load));
                    break;
                case "sarif":
                    host.Output.WriteLine(JsonText.Of(SarifReport.Of(load)));
                    break;
                default:
                    new Screen(host, output.Of(parsed)).Print(ToJson(load), screen => Show(screen, load));
                    break;
            }

            return load.Succeeded ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static JsonElement ToJson(RuleLoad load) => JsonSerializer.SerializeToElement(new
    {
        valid = load.Succeeded,
        rules = load.Rules.Length,
        enabledRules = load.EnabledRules.Length,
        correlations = load.Correlations.Length,
        errors = load.Errors.Select(ToJson),
        warnings = load.Warnings.Select(ToJson),
    });

    private static object ToJson(LoadProblem problem) => new
    {
        code = problem.Code,
        file = problem.Place.File,
        line = problem.Place.Line,
        column = problem.Place.Column,
        itemType = problem.Item.Kind,
        itemName = problem.Item.Name,
        message = problem.Message,
        nearest = problem.Nearest,
    };

    private static string Correlations(RuleLoad load) =>
        load.Correlations.IsEmpty ? "" : $"{load.Correlations.Length} correlations, {load.Correlations.Count(correlation => correlation.Enabled)} of them enabled; ";

    private static void Show(Screen screen, RuleLoad load)
    {
        foreach (var problem in load.Errors.Concat(load.Warnings))
            screen.Line(problem.ToString());
        screen.Line(load.Succeeded
            ? $"Valid: {load.Rules.Length} rules, {load.EnabledRules.Length} of them enabled; {Correlations(load)}{load.Warnings.Length} warnings."
            : $"Not valid: {load.Errors.Length} errors, {load.Warnings.Length} warnings.");
    }
}
