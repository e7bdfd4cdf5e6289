using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Detection.Posture.Workloads;
using IncidentMesh.Detection.Vulnerabilities.Components;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary><c>incidentmesh vulnerabilities cluster --feed FILE</c>: what Kubernetes itself says about the versions that a cluster runs.</summary>
internal static class ClusterCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var feed = new Option<string>("--feed") { Description = "Kubernetes' own feed of vulnerabilities, JSON.", HelpName = "file", Required = true };
        var components = new Option<string[]>("--component")
        {
            Description = "A component with its version, such as kube-apiserver=v1.30.2. May be given several times.",
            HelpName = "name=version",
        };
        components.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (Components(token.Value).Count == 0)
                    result.AddError($"'{token.Value}' is no component with its version: write it like kube-apiserver=v1.30.2. Components are {string.Join(", ", ClusterComponents.Names)}, and kubernetes for all of them.");
            }
        });
        var nodes = new Option<string[]>("--nodes") { Description = "The cluster's nodes, as kubectl get nodes -o json prints them, and pods of kube-system: their components' versions.", HelpName = "file" };
        var command = new Command("cluster", "Print which vulnerabilities of Kubernetes itself a cluster has.") { feed, components, nodes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(feed);
            var (document, error) = await JsonFile.ReadAsync(file, host, cancellationToken);
            using (document)
            {
                if (document is null)
                    return host.Fail(ExitCodes.Failed, $"{file}: {error}");
                if (KubernetesFeed.Read(document.RootElement) is not { } read)
                    return host.Fail(ExitCodes.Failed, $"{file}: it is no JSON Feed with 'items': take index.json of Kubernetes' official CVE feed.");
                var manifests = new ManifestCluster(host);
                await manifests.ReadAsync(parsed.GetValue(nodes) ?? [], cancellationToken);
                List<RunningComponent> running = [.. (parsed.GetValue(components) ?? []).SelectMany(Components).Concat(manifests.Components).Distinct()];
                if (running.Count == 0)
                    return host.Fail(ExitCodes.Usage, parsed.GetValue(nodes) is { Length: > 0 }
                        ? "There are no nodes with their versions in these files: take them with 'kubectl get nodes -o json', or name --component kube-apiserver=v1.30.2."
                        : "Name what the cluster runs: --component kube-apiserver=v1.30.2, or --nodes FILE.");
                var findings = read.Match(running);
                new Screen(host, output.Of(parsed)).Print(Json(findings), screen => Show(screen, findings));
                return manifests.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
            }
        });
        return command;
    }

    /// <returns>Empty where the text is none.</returns>
    private static IReadOnlyList<RunningComponent> Components(string text) =>
        text.Split('=') is [var name, var version] && ComponentVersion.Parse(version) is not null
            ? [.. ClusterComponents.Names.Where(known => name == known || name == AffectedVersions.Any).Select(known => new RunningComponent(known, "", version))]
            : [];

    private static JsonElement Json(IReadOnlyList<ComponentFinding> findings) => JsonSerializer.SerializeToElement(findings.Select(static one => new
    {
        id = one.Entry.Id,
        summary = one.Entry.Summary,
        url = one.Entry.Url,
        published = one.Entry.Published?.UtcDateTime,
        severity = EnumWord.Of(one.Entry.Severity),
        vector = one.Entry.CvssVector,
        certain = one.IsCertain,
        components = one.Components.Select(static component => new { name = component.Name, place = component.Place, version = component.Version }),
        affected = one.Entry.Affected.Select(static range => range.Text),
        unparsed = one.Entry.Unparsed,
    }));

    private static void Show(Screen screen, IReadOnlyList<ComponentFinding> findings)
    {
        screen.Table(
            ["VULNERABILITY", "SEVERITY", "AFFECTED", "SUMMARY"],
            findings.Where(static one => one.IsCertain).Select(static one => (IReadOnlyList<Cell>)
            [
                one.Entry.Id,
                Cell.Severity(EnumWord.Of(one.Entry.Severity)),
                string.Join(", ", one.Components.GroupBy(static component => (component.Name, component.Version))
                    .Select(static same => string.Create(CultureInfo.InvariantCulture, $"{same.Key.Name} {same.Key.Version}{(same.Count() > 1 ? $" on {same.Count()} nodes" : "")}"))),
                one.Entry.Summary,
            ]),
            "Nothing in the feed names these versions.");
        var unread = findings.Where(static one => !one.IsCertain).ToList();
        if (unread.Count == 0)
            return;
        screen.Line();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"The versions of {unread.Count:N0} more could not be understood: read them yourself."));
        screen.Table(["VULNERABILITY", "SUMMARY", "SAYS"], unread.Select(static one => (IReadOnlyList<Cell>)[one.Entry.Id, one.Entry.Summary, one.Entry.Unparsed.Count > 0 ? one.Entry.Unparsed[0] : ""]), "");
    }
}
