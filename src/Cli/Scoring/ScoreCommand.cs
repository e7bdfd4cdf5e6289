using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Scoring.Input;

namespace IncidentMesh.Cli.Scoring;

/// <summary><c>incidentmesh score FILE</c>: cases in the order in which to look at them, as JSON Lines, in process and without a server.</summary>
internal static class ScoreCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var file = new Argument<string?>("file")
        {
            Description = "JSON Lines, one case a line; also as .gz. '-' is standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var weights = new Option<string?>("--weights") { Description = "JSON file of weights, as they stand below Scoring in a silo's settings.", HelpName = "file" };
        var mapping = new Option<string?>("--mapping") { Description = "JSON file of what labels and annotations mean, as it stands below Context in a silo's settings.", HelpName = "file" };
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of a case, and nothing else." };
        var command = new Command("score", "Score cases of what was detected, what is vulnerable and where it runs, the most urgent first: a line of JSON for each, unless -o is given.") { file, weights, mapping, schema };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
                return PrintSchema(host);
            if (parsed.GetValue(file) is not { } path)
                return host.Fail(ExitCodes.Usage, "Name a file of cases, or '-' for standard input. --schema prints what a case looks like.");
            var (used, weightsError) = await ScoreFiles.WeightsAsync(parsed.GetValue(weights), cancellationToken);
            var (reading, mappingError) = await ScoreFiles.MappingAsync(parsed.GetValue(mapping), cancellationToken);
            if ((weightsError ?? mappingError) is { } error)
                return host.Fail(ExitCodes.Failed, error);

            var run = new ScoringRun(path, new ScoreInputReader(reading!), used!, host);
            var isWhole = await run.ReadAsync(cancellationToken);
            ScorePrinting.Print(host, output.Given(parsed) ?? OutputFormat.Json, run.Ranked(), used!);
            return isWhole && run.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static int PrintSchema(CliHost host)
    {
        using var stream = typeof(ScoreCommand).Assembly.GetManifestResourceStream("score-input.schema.json")!;
        using var reader = new StreamReader(stream);
        host.Output.Write(reader.ReadToEnd());
        host.Output.Flush();
        return ExitCodes.Ok;
    }
}
