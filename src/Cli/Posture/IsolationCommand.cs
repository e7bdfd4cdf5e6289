using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Workloads;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture isolation FILE...</c>: what holds pods back from their node, and which should be sandboxed.</summary>
internal static class IsolationCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = ManifestFiles.Argument();
        var place = PolicyOptions.Namespace();
        var exposed = new Option<bool>("--exposed") { Description = "Take all of these pods for ones that strangers can reach." };
        var command = new Command("isolation", "Say what holds pods back from their node, whether a sandbox is called for and which nodes offer one (from the Nodes and RuntimeClasses among the files): a line of JSON for each, unless -o is given.")
        {
            files, place, exposed,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var runtimes = new ClusterRuntimes();
            var reading = new ManifestFiles(host, runtimes.Add);
            var pods = new List<FoundPod>();
            await foreach (var found in reading.ReadAsync(parsed.GetRequiredValue(files), cancellationToken))
                pods.Add(found);

            var review = new IsolationReview(runtimes);
            var findings = pods.ConvertAll(found => (
                Found: found, Namespace: found.Pod.Metadata.Namespace ?? parsed.GetRequiredValue(place), Finding: review.Judge(found.Pod, parsed.GetValue(exposed))));
            var format = output.Given(parsed) ?? OutputFormat.Json;
            if (format == OutputFormat.Table)
                new Screen(host, format).Show(screen => Show(screen, findings));
            else
                ManifestFiles.Print(host, format, findings.Select(static one => ToJson(one.Found, one.Namespace, one.Finding)));
            host.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{pods.Count:N0} pods and templates, {findings.Count(static one => one.Finding.Advice is not null):N0} to be sandboxed, {reading.Unread:N0} unread"));
            return reading.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static JsonElement ToJson(FoundPod found, string place, IsolationFinding finding) => JsonSerializer.SerializeToElement(
        new Dictionary<string, object?>([new("pod", found.Pod.Name), new("namespace", place), new("kind", found.Pod.Kind), .. IsolationJson.Of(finding)]));

    private static void Show(Screen screen, List<(FoundPod Found, string Namespace, IsolationFinding Finding)> findings) => screen.Table(
        ["POD", "SANDBOX", "OWN USERS", "SECCOMP", "APPARMOR", "ADVICE"],
        findings.Select(static one => (Cell[])
        [
            $"{one.Namespace}/{one.Found.Pod.Kind}/{one.Found.Pod.Name}", IsolationJson.Word(one.Finding.Sandbox), one.Finding.OwnUsers ? "yes" : "no",
            IsolationJson.Word(one.Finding.Seccomp), IsolationJson.Word(one.Finding.AppArmor), Sentence(one.Finding.Advice),
        ]),
        "There are no pods in these files.");

    private static string Sentence(SandboxAdvice? advice) => advice switch
    {
        null => "",
        { Obstacles: { Count: > 0 } obstacles } => $"sandbox it ({string.Join(", ", advice.Reasons)}), but first: {string.Join("; ", obstacles)}",
        { RuntimeClass: null } => $"sandbox it ({string.Join(", ", advice.Reasons)}); no RuntimeClass among the files is a sandbox",
        { Nodes: { } nodes } => string.Create(CultureInfo.InvariantCulture, $"use runtimeClassName {advice.RuntimeClass}, which {nodes:N0} nodes offer ({string.Join(", ", advice.Reasons)})"),
        _ => $"use runtimeClassName {advice.RuntimeClass} ({string.Join(", ", advice.Reasons)})",
    };
}
