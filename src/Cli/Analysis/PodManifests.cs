using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Reads pods as <c>kubectl get pods --all-namespaces -o json</c> prints them: only what the analysis uses.</summary>
internal static class PodManifests
{
    private static readonly string[] Statuses = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];

    private static readonly (string Member, string Kind)[] ProbeKinds =
        [("livenessProbe", "liveness probe"), ("readinessProbe", "readiness probe"), ("startupProbe", "startup probe")];

    private static readonly string[] Hooks = ["postStart", "preStop"];

    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>The pods, or one sentence that says why there are none.</returns>
    public static async Task<(IReadOnlyList<PodRecord> Pods, string? Error)> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = File.OpenRead(file);
            using var document = await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
            var items = Member(document.RootElement, "items");
            if (items.ValueKind != JsonValueKind.Array)
                return ([], "it is no list of pods: write it with 'kubectl get pods --all-namespaces -o json'.");
            return ([.. items.EnumerateArray().Select(Pod).OfType<PodRecord>()], null);
        }
        catch (JsonException failure)
        {
            return ([], $"it is not JSON, from line {failure.LineNumber + 1} on: write it with 'kubectl get pods --all-namespaces -o json'.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ([], failure.Message);
        }
    }

    private static PodRecord? Pod(JsonElement pod)
    {
        var metadata = Member(pod, "metadata");
        if (Text(metadata, "namespace") is not { } place || Text(metadata, "name") is not { } name
            || PodNames.InferWorkload("local", place, name) is not { } inferred)
            return null;

        // Of a Deployment's pods the owner is a ReplicaSet, of a CronJob's a Job: their names tell the rest.
        var owner = Items(metadata, "ownerReferences").FirstOrDefault(static one => Member(one, "controller").ValueKind == JsonValueKind.True);
        var kind = Text(owner, "kind");
        var (ownerKind, ownerName) = (kind, Text(owner, "name")) switch
        {
            ("ReplicaSet", _) when inferred.Kind == "Deployment" => (inferred.Kind, inferred.Name),
            ("Job", _) when inferred.Kind == "CronJob" => (inferred.Kind, inferred.Name),
            (null or "Node", _) or (_, null) => ("Pod", name),
            var (known, of) => (known, of),
        };
        var spec = Member(pod, "spec");
        return new PodRecord
        {
            Namespace = place,
            Name = name,
            Uid = Text(metadata, "uid") ?? "",
            WorkloadKind = ownerKind,
            WorkloadName = ownerName,
            Node = Text(spec, "nodeName"),
            ContainerIds =
            [
                .. Statuses
                    .SelectMany(statuses => Items(Member(pod, "status"), statuses))
                    .SelectMany(static status => new[] { Text(status, "containerID"), Text(Member(Member(status, "lastState"), "terminated"), "containerID") })
                    .OfType<string>().Select(static id => id[(id.LastIndexOf('/') + 1)..]),
            ],
            Probes = [.. Items(spec, "containers").Concat(Items(spec, "initContainers")).SelectMany(Probes).OfType<ExecProbe>().Take(ExecProbe.Most)],
        };
    }

    private static IEnumerable<ExecProbe?> Probes(JsonElement container)
    {
        var name = Text(container, "name");
        foreach (var (member, kind) in ProbeKinds)
        {
            var probe = Member(container, member);
            yield return ExecProbe.Of(name, kind, Command(probe), Member(probe, "periodSeconds") is { ValueKind: JsonValueKind.Number } period && period.TryGetInt32(out var seconds) ? seconds : null);
        }

        foreach (var hook in Hooks)
            yield return ExecProbe.Of(name, $"{hook} hook", Command(Member(Member(container, "lifecycle"), hook)), repeats: false);
    }

    private static List<string> Command(JsonElement handler) =>
        [.. Items(Member(handler, "exec"), "command").Where(static part => part.ValueKind == JsonValueKind.String).Select(static part => part.GetString()!)];

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
