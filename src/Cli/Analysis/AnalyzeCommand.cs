using System.CommandLine;
using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Rules;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Detection;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Analysis;

/// <summary><c>incidentmesh analyze FILE...</c>: what a running mesh would make of these files, without any server.</summary>
internal static class AnalyzeCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Files with events: JSON Lines, JSON, EventLists; also as .gz. '-' is standard input.",
            Arity = ArgumentArity.OneOrMore,
        }.WithoutOptions();
        var format = new Option<string?>("--format", "-f")
        {
            Description = "The sensor that wrote them, where it is not to be recognized by what they say.",
            HelpName = "name",
        }.AcceptOnlyFromAmong([.. SensorFormats.All.Select(static format => format.Name)]);
        var cluster = new Option<string>("--cluster")
        {
            Description = "Name of the cluster that they are of.",
            HelpName = "name",
            DefaultValueFactory = static _ => "local",
        };
        cluster.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 63 } name || name.Contains('/', StringComparison.Ordinal))
                result.AddError("--cluster must be a name of 1 to 63 characters without slashes.");
        });

        var rules = new Option<string[]>("--rules")
        {
            Description = "A rule file or folder to judge by, instead of the rules that are shipped; again for more, the first one first.",
            HelpName = "file|folder",
        };
        var suppressions = new Option<string?>("--suppressions")
        {
            Description = "A YAML file of suppressions: what they hide is counted and not shown.",
            HelpName = "file",
        };
        var pods = new Option<string?>("--pods")
        {
            Description = "The cluster's pods, as 'kubectl get pods --all-namespaces -o json' prints them: for containers without names, and for probes that are no attacks.",
            HelpName = "file",
        };
        var command = new Command("analyze", "Reads files of sensors and prints the incidents in them, in process and without a server.") { files, format, cluster, rules, suppressions, pods };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var forced = parsed.GetValue(format) is { } name ? SensorFormats.Find(name) : null;
            if (await RuleFiles.LoadAsync(parsed.GetValue(rules) is { Length: > 0 } named ? named : RuleFiles.Shipped, host, cancellationToken) is not { } load)
                return ExitCodes.Failed;
            if (await SuppressionsAsync(parsed.GetValue(suppressions), host, cancellationToken) is not { } hidden)
                return ExitCodes.Failed;
            IReadOnlyList<PodRecord> known = [];
            if (parsed.GetValue(pods) is { } manifests)
            {
                (known, var error) = await PodManifests.ReadAsync(manifests, cancellationToken);
                if (error is not null)
                    return host.Fail(ExitCodes.Failed, $"{manifests}: {error}");
            }

            var analysis = new FileAnalysis(parsed.GetRequiredValue(cluster), forced, load, hidden, known);
            return await RunAsync(parsed.GetRequiredValue(files), analysis, host, new Screen(host, output.Of(parsed)), cancellationToken);
        });
        return command;
    }

    /// <returns>None where no file is named; null where it is wrong, which was said.</returns>
    private static async Task<IReadOnlyList<Suppression>?> SuppressionsAsync(string? file, CliHost host, CancellationToken cancellationToken)
    {
        if (file is null)
            return [];

        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            host.Fail(ExitCodes.Failed, $"{file}: {failure.Message}");
            return null;
        }

        var suppressions = SuppressionFile.Read(file, text, host.Time.GetUtcNow(), out var errors);
        foreach (var error in errors)
            host.Fail(ExitCodes.Failed, error);
        return errors.Count > 0 ? null : suppressions;
    }

    private static async Task<int> RunAsync(string[] files, FileAnalysis analysis, CliHost host, Screen screen, CancellationToken cancellationToken)
    {
        foreach (var file in files)
            await ReadAsync(file, analysis, host, cancellationToken);

        var incidents = analysis.Collect(out var suppressions);
        var fold = FoldBalance.Of(analysis, incidents, suppressions);
        screen.Print(AnalysisReport.Of(analysis, fold, incidents, suppressions).ToJson(), screen => AnalysisTables.Show(screen, analysis, fold, incidents, suppressions));
        return analysis.FailedFiles > 0 || (analysis.Signals == 0 && analysis.UnreadTotal > 0) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static async Task ReadAsync(string file, FileAnalysis analysis, CliHost host, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(file, host, cancellationToken);
        analysis.Begin(file, opened?.WrittenAt ?? host.Time.GetUtcNow());
        if (opened is null)
        {
            analysis.OnFailedFile(error);
            host.Fail(ExitCodes.Failed, $"{file}: {error}");
            return;
        }

        await using (opened)
        {
            var scanner = new EventScanner(analysis);
            var progress = new ScanProgress(host, file, opened, () => string.Create(CultureInfo.InvariantCulture, $"{analysis.Signals:N0} signals"));
            try
            {
                await WindowedReading.ReadAsync(opened.Content, scanner, progress.Tell, cancellationToken);
            }
            catch (InvalidDataException)
            {
                analysis.OnUnreadable(scanner.Line, "the gzip data is damaged or ends too early: nothing after this was read.");
            }
            catch (IOException failure)
            {
                analysis.OnUnreadable(scanner.Line, $"the file cannot be read further: {failure.Message}");
            }
            finally
            {
                progress.End();
            }
        }
    }
}
