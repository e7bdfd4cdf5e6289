using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Evidence;
using IncidentMesh.Kubernetes.Scaling;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>Reads on an API server what is kept as evidence.</summary>
internal sealed class ApiEvidence(ApiConnection http)
{
    private const int MostEvents = 200;
    private const int MostLines = 5000;
    private const int MostLogBytes = 512 * 1024;

    public Task<ClusterAnswer<JsonObject>> ManifestAsync(WorkloadRef reference, CancellationToken cancellationToken)
    {
        var (group, resource) = reference.Kind == "Pod" ? ("api/v1", "pods") : ("apis/apps/v1", ScalableKinds.Resource(reference.Kind));
        return resource is not null && ApiPaths.Namespaced(group, reference.Namespace, resource, reference.Name) is { } path
            ? http.GetAsync(path, $"{resource} {reference.Name} in {reference.Namespace}", ApiJson.Default.JsonObject, cancellationToken)
            : Invalid<JsonObject>($"'{reference}' names nothing that could be read.");
    }

    public Task<ClusterAnswer<JsonObject>> EventsAsync(string @namespace, string uid, CancellationToken cancellationToken) =>
        ApiPaths.Namespaced("api/v1", @namespace, "events") is { } path
            ? http.GetAsync(
                $"{path}?fieldSelector=involvedObject.uid%3D{Uri.EscapeDataString(uid)}&limit={MostEvents}", $"events in {@namespace}", ApiJson.Default.JsonObject, cancellationToken, verb: "list")
            : Invalid<JsonObject>($"'{@namespace}' is no namespace.");

    public async Task<ClusterAnswer<LogTail>> LogAsync(string @namespace, string pod, string container, bool previous, CancellationToken cancellationToken)
    {
        if (ApiPaths.Namespaced("api/v1", @namespace, "pods", pod) is not { } path)
            return new ClusterFault(FaultKind.Invalid, $"'{pod}' is no pod's name.");
        var query = $"container={Uri.EscapeDataString(container)}&timestamps=true&tailLines={MostLines}{(previous ? "&previous=true" : "")}";
        var answer = await http.TailAsync($"{path}/log?{query}", $"pods/log {pod} in {@namespace}", MostLogBytes, cancellationToken);
        // As many lines as were asked for: most likely there were more.
        return answer.Succeeded(out var tail, out var fault) ? ClusterAnswer<LogTail>.Of(tail with { IsCut = tail.IsCut || tail.Bytes.AsSpan().Count((byte)'\n') >= MostLines }) : fault;
    }

    private static Task<ClusterAnswer<T>> Invalid<T>(string reason)
        where T : class => Task.FromResult<ClusterAnswer<T>>(new ClusterFault(FaultKind.Invalid, reason));
}
