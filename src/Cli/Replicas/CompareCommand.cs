using System.CommandLine;
using System.Globalization;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Cli.Replicas;

/// <summary><c>incidentmesh replicas compare FILE</c>: which replicas deviate from their siblings, as JSON Lines.</summary>
internal static class CompareCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var file = new Argument<string>("file")
        {
            Description = "JSON Lines, one window of one workload a line, in the order of time; also as .gz. '-' is standard input.",
        };
        var budget = new Option<double>("--false-alarms-per-quarter")
        {
            Description = "False alarms that you tolerate per workload and quarter, 0.0001 to 10000.",
            HelpName = "number",
            DefaultValueFactory = static _ => 1,
            CustomParser = static result =>
            {
                if (result.Tokens is [{ Value: var text }]
                    && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number is >= 0.0001 and <= 10_000)
                    return number;
                result.AddError("--false-alarms-per-quarter must be a number from 0.0001 to 10000.");
                return 0;
            },
        };
        var command = new Command("compare", "Print which replicas deviate from their siblings: a line of JSON for each finding, unless -o is given; with -o table also what stands high at the end.") { file, budget };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new ComparisonRun(parsed.GetRequiredValue(file), new FalseAlarmBudget(parsed.GetValue(budget)), host);
            var printing = new FindingPrinting(host, output.Given(parsed) ?? OutputFormat.Json);
            return await RunAsync(parsed.GetRequiredValue(file), run, printing, host, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string file, ComparisonRun run, FindingPrinting printing, CliHost host, CancellationToken cancellationToken)
    {
        var began = host.Time.GetTimestamp();
        var isWhole = await ReadAsync(file, run, printing, host, cancellationToken);
        printing.End(run.Workloads);

        var seconds = host.Time.GetElapsedTime(began).TotalSeconds;
        var rate = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {run.Windows / seconds:N0} windows/s") : "";
        host.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{run.Windows:N0} windows, {run.Workloads.Count:N0} workloads, {run.Findings:N0} findings, {run.Unread:N0} unread in {seconds:N2} s{rate}"));
        return isWhole && run.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <returns>Whether the file could be read to its end.</returns>
    private static async Task<bool> ReadAsync(string file, ComparisonRun run, FindingPrinting printing, CliHost host, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(file, host, cancellationToken);
        if (opened is null)
        {
            host.Fail(ExitCodes.Failed, $"{file}: {error}");
            return false;
        }

        await using (opened)
        {
            var progress = new ScanProgress(host, file, opened, () => string.Create(CultureInfo.InvariantCulture, $"{run.Windows:N0} windows"));
            try
            {
                await foreach (var line in LineReading.OfAsync(opened.Content, WindowLimits.LineBytes, cancellationToken))
                {
                    var findings = run.Take(line);
                    if (findings.Count > 0)
                        progress.End();
                    printing.Print(findings);
                    progress.Tell();
                }

                return true;
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                host.Fail(ExitCodes.Failed, $"{file}: it cannot be read further: {failure.Message}");
                return false;
            }
            finally
            {
                progress.End();
            }
        }
    }
}
