using System.CommandLine;
using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Cli.Posture.Verdicts;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture check FILE...</c>: which pods a level of the Pod Security Standards allows, as JSON Lines.</summary>
internal static class CheckCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = ManifestFiles.Argument();
        var level = PolicyOptions.Level();
        var version = PolicyOptions.Version();
        var place = PolicyOptions.Namespace();
        var psp = new Option<string?>("--pod-security-policy", "--psp")
        {
            Description = "Judge by a PodSecurityPolicy instead: a file with one, or 'restricted' for ours.",
            HelpName = "file",
        };
        var report = new Option<string?>("--report")
        {
            Description = "Print a report for other programs instead: junit or sarif.",
            HelpName = "kind",
        }.AcceptOnlyFromAmong("junit", "sarif");
        var command = new Command("check", "Judge the pods and pod templates of manifests: a line of JSON for each, unless -o or --report is given.")
        {
            files, level, version, place, psp, report,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await Judge.OfAsync(parsed.GetValue(psp), parsed.GetValue(level), parsed.GetValue(version), host, cancellationToken) is not { } judge)
                return ExitCodes.Failed;
            var reading = new ManifestFiles(host);
            IVerdictPrinting printing = parsed.GetValue(report) switch
            {
                "junit" => new JUnitVerdicts(host),
                "sarif" => new SarifVerdicts(host),
                _ => new VerdictPrinting(host, output.Given(parsed) ?? OutputFormat.Json),
            };
            var (pods, refused) = (0, 0);
            await foreach (var found in reading.ReadAsync(parsed.GetRequiredValue(files), cancellationToken))
            {
                var verdict = new PodVerdict(
                    found, found.Pod.Metadata.Namespace ?? parsed.GetRequiredValue(place), judge.Level, judge.Version, judge.Decide(found.Pod));
                pods++;
                refused += verdict.IsAllowed ? 0 : 1;
                printing.Print(verdict);
            }

            printing.End();
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pods:N0} pods and templates, {refused:N0} refused, {reading.Unread:N0} unread"));
            return refused + reading.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
