using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Evidence;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>Reads on an API server what is kept as evidence.</summary>
internal sealed class ApiEvidence(ApiConnection http)
{
    private const int MostEvents = 200;
    private const int MostLines = 5000;
    private const int MostLogBytes = 512 * 1024;

    /// <summary>What gives one of them may not answer, and others wait.</summary>
    private static readonly TimeSpan PieceTime = TimeSpan.FromSeconds(4);

    public async Task<ClusterAnswer<JsonObject>> ObjectAsync(WorkloadRef reference, CancellationToken cancellationToken)
    {
        var (group, resource) = reference.Kind == "Pod" ? ("api/v1", "pods") : ("apis/apps/v1", WorkloadKinds.Resource(reference.Kind));
        return resource is not null && ApiPaths.Namespaced(group, reference.Namespace, resource, reference.Name) is { } path
            ? await ReadAsync(path, $"get {resource} {reference.Name} in {reference.Namespace}", cancellationToken)
            : new ClusterFault(FaultKind.Invalid, $"'{reference}' names nothing that could be read.");
    }

    public async Task<ClusterAnswer<JsonObject>> EventsAsync(string @namespace, string uid, CancellationToken cancellationToken) =>
        ApiPaths.Namespaced("api/v1", @namespace, "events") is { } path
            ? await ReadAsync($"{path}?fieldSelector=involvedObject.uid%3D{Uri.EscapeDataString(uid)}&limit={MostEvents}", $"list events in {@namespace}", cancellationToken)
            : new ClusterFault(FaultKind.Invalid, $"'{@namespace}' is no namespace.");

    public async Task<ClusterAnswer<LogTail>> LogAsync(string @namespace, string pod, string container, bool previous, CancellationToken cancellationToken)
    {
        if (ApiPaths.Namespaced("api/v1", @namespace, "pods", pod) is not { } path)
            return new ClusterFault(FaultKind.Invalid, $"'{pod}' is no pod's name.");
        var query = $"container={Uri.EscapeDataString(container)}&timestamps=true&tailLines={MostLines}{(previous ? "&previous=true" : "")}";
        var answer = await http.TailAsync($"{path}/log?{query}", $"get pods/log {pod} in {@namespace}", MostLogBytes, PieceTime, cancellationToken);
        // As many lines as were asked for: most likely there were more.
        return answer.Succeeded(out var tail, out var fault) ? ClusterAnswer<LogTail>.Of(tail with { IsCut = tail.IsCut || tail.Bytes.AsSpan().Count((byte)'\n') >= MostLines }) : fault;
    }

    /// <summary>Bounded before anything is parsed: others decide how long it is.</summary>
    private async Task<ClusterAnswer<JsonObject>> ReadAsync(string path, string intent, CancellationToken cancellationToken)
    {
        if (!(await http.ReadAsync(path, intent, EvidenceLimits.LongestFile, PieceTime, cancellationToken)).Succeeded(out var bytes, out var fault))
            return fault;
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject found ? ClusterAnswer<JsonObject>.Of(found) : new ClusterFault(FaultKind.Invalid, $"The answer to '{intent}' is no object.");
        }
        catch (JsonException e)
        {
            return new ClusterFault(FaultKind.Invalid, $"The answer to '{intent}' cannot be read: {e.Message}");
        }
    }
}
