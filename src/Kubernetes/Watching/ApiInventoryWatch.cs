using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Inventory;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Reads all resources of one API server that the inventory is made of, and hands on what has changed.</summary>
internal sealed class ApiInventoryWatch(ReflectorContext context)
{
    /// <summary>Runs until it is cancelled or <paramref name="apply"/> fails.</summary>
    public async Task RunAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = Reflectors().Select(reflector => reflector.RunAsync(stopping.Token)).Append(TellAsync(apply, stopping.Token)).ToList();
        try
        {
            // Only a failure ends one of them before it is cancelled.
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(Func<InventoryChange, CancellationToken, ValueTask> apply, CancellationToken cancellationToken)
    {
        while (true)
        {
            await context.ChangedAsync(context.Ask(inventory => inventory.NextDue), cancellationToken);
            if (context.Options.Gather > TimeSpan.Zero)
                await Task.Delay(context.Options.Gather, context.Time, cancellationToken);
            foreach (var piece in context.Ask(inventory => inventory.Take(context.Time.GetUtcNow())))
                await apply(piece, cancellationToken);
        }
    }

    private IEnumerable<IReflector> Reflectors()
    {
        var inventory = context.Inventory;
        yield return Of(new WatchedResource<ApiPod, KnownPod>(
            ResourceKind.Pods, ["api/v1/pods"],
            ApiJson.Default.ApiListApiPod, ApiJson.Default.ApiPod, inventory.Pods, ObjectReading.Pod));
        yield return Of(new WatchedResource<ApiBare, KnownNamespace>(
            ResourceKind.Namespaces, ["api/v1/namespaces"],
            ApiJson.Default.ApiListApiBare, ApiJson.Default.ApiBare, inventory.Namespaces,
            item => new KnownNamespace(EnvironmentSigns.Of(item.Metadata)), MetadataOnly: true));
        yield return Of(new WatchedResource<ApiBare, KnownStep>(
            ResourceKind.ReplicaSets, ["apis/apps/v1/replicasets"],
            ApiJson.Default.ApiListApiBare, ApiJson.Default.ApiBare, inventory.ReplicaSets,
            item => ObjectReading.Step("ReplicaSet", item.Metadata!), MetadataOnly: true));
        yield return Workloads(ResourceKind.Deployments, "Deployment", inventory.Deployments, "apis/apps/v1/deployments");
        yield return Workloads(ResourceKind.StatefulSets, "StatefulSet", inventory.StatefulSets, "apis/apps/v1/statefulsets");
        yield return Workloads(ResourceKind.DaemonSets, "DaemonSet", inventory.DaemonSets, "apis/apps/v1/daemonsets");
        yield return Workloads(ResourceKind.Jobs, "Job", inventory.Jobs, "apis/batch/v1/jobs");
        yield return Workloads(ResourceKind.CronJobs, "CronJob", inventory.CronJobs, "apis/batch/v1/cronjobs", "apis/batch/v1beta1/cronjobs");
        yield return Of(new WatchedResource<ApiService, KnownService>(
            ResourceKind.Services, ["api/v1/services"],
            ApiJson.Default.ApiListApiService, ApiJson.Default.ApiService, inventory.Services, ObjectReading.Service));
        yield return Of(new WatchedResource<ApiIngress, KnownIngress>(
            ResourceKind.Ingresses, ["apis/networking.k8s.io/v1/ingresses", "apis/networking.k8s.io/v1beta1/ingresses"],
            ApiJson.Default.ApiListApiIngress, ApiJson.Default.ApiIngress, inventory.Ingresses, ObjectReading.Ingress));
        yield return Of(new WatchedResource<ApiAutoscaler, ApiAutoscaler>(
            ResourceKind.Autoscalers, [.. ApiScales.AutoscalerVersions.Select(version => $"{version}/horizontalpodautoscalers")],
            ApiJson.Default.ApiListApiAutoscaler, ApiJson.Default.ApiAutoscaler, inventory.Autoscalers, ObjectReading.Autoscaler));
    }

    private Reflector<ApiWorkload, KnownWorkload> Workloads(
        ResourceKind kind, string name, ObjectTable<KnownWorkload> table, params string[] paths) =>
        new(new(kind, paths, ApiJson.Default.ApiListApiWorkload, ApiJson.Default.ApiWorkload, table, item => ObjectReading.Workload(name, item)), context);

    private Reflector<TObject, TKnown> Of<TObject, TKnown>(WatchedResource<TObject, TKnown> resource)
        where TObject : class, IApiObject
        where TKnown : class =>
        new(resource, context);
}
