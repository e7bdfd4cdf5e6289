using System.Text.Json;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Cli.Output;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Response.Routing;

namespace IncidentMesh.Cli.Routing;

/// <summary>Reads from manifests whom they want to be told: labels and annotations of one workload and its namespace.</summary>
internal static class RouteManifests
{
    /// <summary>Workloads that are kept of a file, to name them.</summary>
    private const int MostWorkloads = 100_000;

    /// <param name="path">The file.</param>
    /// <param name="named">The workload as <c>namespace/Kind/name</c>; null where the file holds one.</param>
    /// <param name="host">Where standard input comes from.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>The signs, or what is wrong with the file.</returns>
    public static async Task<(IReadOnlyList<ContextSign>? Signs, string? Error)> ReadAsync(string path, string? named, CliHost host, CancellationToken cancellationToken)
    {
        var (content, error) = await InputFile.ReadWholeAsync(path, "name one workload and its namespace", host, cancellationToken);
        if (content is not { } bytes)
            return (null, error);
        var workloads = new List<Carrier>();
        var namespaces = new Dictionary<string, Carrier>(StringComparer.Ordinal);
        foreach (var document in ManifestReader.Read(path, bytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (document.Problem is { } problem)
                return (null, $"in line {document.Line} the document {problem}");
            var isKnown = false;
            foreach (var item in KubernetesObject.Of(document.Root))
            {
                isKnown = true;
                if (item.Kind == "Namespace")
                    namespaces[item.Json.Member("metadata").Text("name")] = Read(item, ContextPlace.NamespaceAnnotation, ContextPlace.NamespaceLabel);
                else if (IsWorkload(item) && workloads.Count < MostWorkloads)
                    workloads.Add(Read(item, ContextPlace.WorkloadAnnotation, ContextPlace.WorkloadLabel));
            }

            if (!isKnown)
                return (null, $"in line {document.Line} it holds something without a kind: write Kubernetes manifests.");
        }

        return Choose(workloads, namespaces, named);
    }

    private static (IReadOnlyList<ContextSign>? Signs, string? Error) Choose(List<Carrier> workloads, Dictionary<string, Carrier> namespaces, string? named)
    {
        var chosen = named is null ? workloads : workloads.Where(one => one.FullName == named).ToList();
        if (chosen.Count == 0)
            return (null, workloads.Count == 0 ? "it holds no workload." : $"it holds no workload {named}; it holds {workloads[0].FullName}{(workloads.Count > 1 ? " and others" : "")}.");
        if (chosen.Count > 1)
            return (null, $"it holds {chosen.Count} workloads, {chosen[0].FullName} and {chosen[1].FullName} among them: name one with --workload.");
        var workload = chosen[0];
        var around = namespaces.Where(one => workload.Namespace is null || one.Key == workload.Namespace).SelectMany(static one => one.Value.Signs);
        return ([.. workload.Signs, .. around], null);
    }

    private static bool IsWorkload(KubernetesObject item) =>
        item.Json.Member("spec") is { ValueKind: JsonValueKind.Object } spec && (item.Kind == "Pod" || spec.Has("template") || spec.Has("jobTemplate"));

    private static Carrier Read(KubernetesObject item, ContextPlace annotation, ContextPlace label)
    {
        var metadata = item.Json.Member("metadata");
        var spec = item.Json.Member("spec");
        var template = spec.Member("jobTemplate").Member("spec") is { ValueKind: JsonValueKind.Object } job ? job.Member("template") : spec.Member("template");
        var signs = new List<ContextSign>();
        foreach (var from in new[] { metadata, template.Member("metadata") })
        {
            foreach (var (member, place) in new[] { ("annotations", annotation), ("labels", label) })
                signs.AddRange(RouteBook.Keys.Where(key => from.Member(member).Member(key).ValueKind == JsonValueKind.String).Select(key => new ContextSign(place, key, from.Member(member).Text(key))));
        }

        return new Carrier(item.Kind, metadata.Text("namespace") is { Length: > 0 } space ? space : null, metadata.Text("name"), signs);
    }

    /// <summary>Something that may say whom to tell.</summary>
    private sealed record Carrier(string Kind, string? Namespace, string Name, IReadOnlyList<ContextSign> Signs)
    {
        public string FullName => $"{Namespace ?? "default"}/{Kind}/{Name}";
    }
}
