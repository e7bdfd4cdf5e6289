using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Evidence;
using IncidentMesh.Kubernetes.Pods;
using IncidentMesh.Kubernetes.Quarantine;
using IncidentMesh.Kubernetes.Watching;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>One cluster behind a real API server.</summary>
internal sealed class ApiCluster(
    string cluster, ApiConnection http, WatchedInventories inventories, KubernetesOptions options, KubernetesInstruments instruments, TimeProvider time, ILogger<ApiCluster> logger)
    : ICluster
{
    private readonly ApiScales _scales = new(cluster, http);
    private readonly ApiEvidence _evidence = new(http);
    private readonly ApiIsolation _isolation = new(cluster, http);
    private readonly ApiPods _pods = new(cluster, http, options.ListPage);

    public IPodIsolation Isolation => _isolation;

    public Task<ClusterAnswer<ScaleState>> ReadScaleAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        _scales.ReadAsync(workload, cancellationToken);

    public Task<ClusterAnswer<ScaleState>> WriteScaleAsync(WorkloadRef workload, ScaleWrite write, CancellationToken cancellationToken) =>
        _scales.WriteAsync(workload, write, cancellationToken);

    public Task<ClusterAnswer<IReadOnlyList<string>>> ReadControllersAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        _scales.ReadControllersAsync(workload, cancellationToken);

    public Task<ClusterAnswer<PodCount>> CountPodsAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        _pods.CountAsync(workload, cancellationToken);

    public Task<ClusterAnswer<IReadOnlyList<WorkloadPod>>> ListPodsAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        _pods.ListAsync(workload, cancellationToken);

    public Task<ClusterFault?> DeletePodAsync(string @namespace, PodIdentity pod, CancellationToken cancellationToken) =>
        _pods.DeleteAsync(@namespace, pod, cancellationToken);

    public Task<ClusterAnswer<JsonObject>> ReadObjectAsync(WorkloadRef reference, CancellationToken cancellationToken) =>
        _evidence.ObjectAsync(reference, cancellationToken);

    public Task<ClusterAnswer<JsonObject>> ReadEventsAsync(string @namespace, string uid, CancellationToken cancellationToken) =>
        _evidence.EventsAsync(@namespace, uid, cancellationToken);

    public Task<ClusterAnswer<LogTail>> ReadLogAsync(string @namespace, string pod, string container, bool previous, CancellationToken cancellationToken) =>
        _evidence.LogAsync(@namespace, pod, container, previous, cancellationToken);

    public async Task WatchAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken)
    {
        using var context = new ReflectorContext(cluster, http, options, instruments, time, logger);
        inventories.Put(cluster, context);
        await new ApiInventoryWatch(context).RunAsync(apply, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}
