using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Detection.Posture.Namespaces;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture namespaces FILE...</c>: what would break if namespaces were labelled, and the labels that break nothing.</summary>
internal static class NamespacesCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = ManifestFiles.Argument();
        var version = PolicyOptions.Version();
        var place = PolicyOptions.Namespace();
        var suggest = new Option<bool>("--suggest")
        {
            Description = "Print the namespaces with the labels that break nothing, for 'kubectl apply --server-side -f -'.",
        };
        var command = new Command("namespaces", "Say which workloads would break if their namespace were labelled baseline or restricted: a line of JSON for each namespace, unless -o is given.")
        {
            files, version, place, suggest,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var of = parsed.GetValue(version);
            var review = new NamespaceReview(of);
            var reading = new ManifestFiles(host, document =>
            {
                review.AddNamespaces(document);
                return [];
            });
            await foreach (var found in reading.ReadAsync(parsed.GetRequiredValue(files), cancellationToken))
                review.Add(found.Pod, found.Pod.Metadata.Namespace ?? parsed.GetRequiredValue(place));

            var findings = review.Judge();
            if (parsed.GetValue(suggest))
                ManifestFiles.Print(host, output.Given(parsed) ?? OutputFormat.Yaml, findings.Select(finding => NamespaceLabels.Manifest(finding, of)));
            else if (output.Given(parsed) == OutputFormat.Table)
                new Screen(host, OutputFormat.Table).Show(screen => Show(screen, findings));
            else
                ManifestFiles.Print(host, output.Given(parsed) ?? OutputFormat.Json, findings.Select(finding => ToJson(finding, of)));
            host.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{findings.Count:N0} namespaces, {findings.Sum(static one => one.Workloads):N0} workloads, {findings.Sum(static one => one.Pods):N0} pods, {reading.Unread:N0} unread"));
            return reading.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static JsonElement ToJson(NamespaceFinding finding, PolicyVersion version) => JsonSerializer.SerializeToElement(new
    {
        @namespace = finding.Namespace,
        version = version.ToString(),
        enforced = PolicyOptions.Name(finding.Enforced),
        holds = PolicyOptions.Name(finding.Holds),
        suggested = PolicyOptions.Name(finding.Suggested),
        workloads = finding.Workloads,
        pods = finding.Pods,
        breaks = finding.Breaks.Select(static one => new
        {
            level = PolicyOptions.Name(one.Level),
            workload = one.Workload,
            pods = one.Pods,
            checks = one.Violations.Select(static violation => new { check = violation.Check, reason = violation.Reason, detail = violation.Detail }),
        }),
        labels = NamespaceLabels.Suggested(finding, version),
    });

    private static void Show(Screen screen, IReadOnlyList<NamespaceFinding> findings) => screen.Table(
        ["NAMESPACE", "ENFORCED", "HOLDS", "WOULD BREAK", "WORKLOAD", "PODS", "BECAUSE OF"],
        findings.SelectMany(static finding => finding.Breaks.DefaultIfEmpty().Select(one => (Cell[])
        [
            finding.Namespace, PolicyOptions.Name(finding.Enforced), PolicyOptions.Name(finding.Holds),
            one is null ? "" : PolicyOptions.Name(one.Level), one?.Workload,
            one?.Pods.ToString(CultureInfo.InvariantCulture),
            one is null ? "" : string.Join(", ", one.Violations.Select(static violation => violation.Reason)),
        ])),
        "There are no pods in these files.");
}
