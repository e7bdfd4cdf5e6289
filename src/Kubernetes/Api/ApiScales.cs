using System.Text.Json;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Inventory;
using IncidentMesh.Kubernetes.Scaling;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>Reads and writes <c>spec.replicas</c> and our mark on workloads of an API server.</summary>
internal sealed class ApiScales(string cluster, ApiConnection http)
{
    /// <summary>Newest first. What we read is the same in all.</summary>
    public static readonly string[] AutoscalerVersions = ["apis/autoscaling/v2", "apis/autoscaling/v1"];

    private const string Apps = "apis/apps/v1";

    public async Task<ClusterAnswer<ScaleState>> ReadAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        (await GetAsync(workload, cancellationToken)).Succeeded(out var found, out var fault) ? StateOf(found, workload) : fault;

    public async Task<ClusterAnswer<ScaleState>> WriteAsync(WorkloadRef workload, ScaleWrite write, CancellationToken cancellationToken)
    {
        if (!WorkloadKinds.IsScalable(workload.Kind) || PathOf(workload) is not { } path)
            return NoSuchName(workload);
        var answer = await http.MergeAsync(
            $"{path}?fieldManager={ApiConnection.FieldManager}", Describe(workload), PatchOf(write), ApiJson.Default.ApiWorkload, cancellationToken);
        return answer.Succeeded(out var written, out var fault) ? StateOf(written, workload) : fault;
    }

    public async Task<ClusterAnswer<IReadOnlyList<string>>> ReadControllersAsync(WorkloadRef workload, CancellationToken cancellationToken)
    {
        if (!(await GetAsync(workload, cancellationToken)).Succeeded(out var found, out var fault))
            return fault;

        var autoscalers = await ReadAutoscalersAsync(workload.Namespace, cancellationToken);
        if (!autoscalers.Succeeded(out var all, out fault) && fault.Kind is not (FaultKind.Denied or FaultKind.Missing))
            return fault;

        // Where autoscalers cannot be read, the signs on the object itself still tell something.
        var aiming = (all?.Items ?? []).Where(autoscaler =>
            autoscaler.Spec?.ScaleTargetRef is { } target && target.Kind == workload.Kind && target.Name == workload.Name);
        return ClusterAnswer<IReadOnlyList<string>>.Of(ControllerSigns.Of(found.Metadata, aiming));
    }

    private async Task<ClusterAnswer<ApiList<ApiAutoscaler>>> ReadAutoscalersAsync(string @namespace, CancellationToken cancellationToken)
    {
        ClusterAnswer<ApiList<ApiAutoscaler>> answer = default;
        foreach (var version in AutoscalerVersions)
        {
            answer = await http.GetAsync(
                ApiPaths.Namespaced(version, @namespace, "horizontalpodautoscalers")!, $"horizontalpodautoscalers.autoscaling in {@namespace}",
                ApiJson.Default.ApiListApiAutoscaler, cancellationToken, verb: "list");
            if (answer.Succeeded(out _, out var fault) || fault.Kind != FaultKind.Missing)
                break;
        }

        return answer;
    }

    /// <summary>Reads the object itself: the scale subresource of old servers leaves zero replicas out.</summary>
    private async Task<ClusterAnswer<ApiWorkload>> GetAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        PathOf(workload) is { } path
            ? await http.GetAsync(path, Describe(workload), ApiJson.Default.ApiWorkload, cancellationToken)
            : NoSuchName(workload);

    private ClusterAnswer<ScaleState> StateOf(ApiWorkload found, WorkloadRef workload)
    {
        if (found.Metadata is not { Uid: { Length: > 0 } uid, ResourceVersion: { Length: > 0 } version } metadata || found.Spec is null)
            return new ClusterFault(FaultKind.Unavailable, $"{cluster}: the answer about {Describe(workload)} is no workload.");

        // A DaemonSet has no replicas: it wants one pod for each node that is its, once its controller has counted them.
        if (!WorkloadKinds.IsScalable(workload.Kind) && found.Status?.DesiredNumberScheduled is null)
            return new ClusterFault(FaultKind.Unavailable, $"{cluster}: {Describe(workload)} has no status yet.");

        // The API's own default for absent replicas is 1.
        return ClusterAnswer<ScaleState>.Of(new ScaleState(
            uid, version, WorkloadKinds.IsScalable(workload.Kind) ? found.Spec.Replicas ?? 1 : found.Status!.DesiredNumberScheduled!.Value,
            metadata.Annotations?.GetValueOrDefault(ContainmentMark.Annotation),
            found.Status?.Replicas ?? found.Status?.CurrentNumberScheduled ?? 0,
            found.Spec.PersistentVolumeClaimRetentionPolicy is { WhenScaled: "Delete" },
            ReplicasBy(metadata)));
    }

    /// <summary>Old servers do not note who wrote through the scale subresource: the field stays ours there, who wrote last is not known.</summary>
    private static string? ReplicasBy(ApiMeta metadata) =>
        metadata.ManagedFields?.Where(SetsReplicas).MaxBy(static entry => entry.Time)?.Manager is { } manager && manager != ApiConnection.FieldManager ? manager : null;

    private static bool SetsReplicas(ApiManagedFields entry) =>
        entry.FieldsV1 is { ValueKind: JsonValueKind.Object } fields
        && fields.TryGetProperty("f:spec", out var spec)
        && spec.ValueKind == JsonValueKind.Object
        && spec.TryGetProperty("f:replicas", out _);

    private static byte[] PatchOf(ScaleWrite write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteString("resourceVersion", write.ResourceVersion);
            json.WriteStartObject("annotations");
            json.WriteString(ContainmentMark.Annotation, write.Mark);
            json.WriteEndObject();
            json.WriteEndObject();
            if (write.Replicas is { } replicas)
            {
                json.WriteStartObject("spec");
                json.WriteNumber("replicas", replicas);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string? PathOf(WorkloadRef workload) =>
        WorkloadKinds.Resource(workload.Kind) is { } resource
            ? ApiPaths.Namespaced(Apps, workload.Namespace, resource, workload.Name)
            : null;

    private static string Describe(WorkloadRef workload) =>
        $"{WorkloadKinds.Resource(workload.Kind)}.apps {workload.Name} in {workload.Namespace}";

    private static ClusterFault NoSuchName(WorkloadRef workload) =>
        new(FaultKind.Invalid, $"'{workload}' cannot be the name of a workload that can be scaled.");
}
