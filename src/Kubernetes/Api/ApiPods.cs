using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Api;

/// <summary>Finds the pods of one workload on an API server, and deletes single ones.</summary>
internal sealed class ApiPods(string cluster, ApiConnection http, int page)
{
    private const int MaxLists = 3;

    public async Task<ClusterAnswer<PodCount>> CountAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        (await FindAsync(workload, withEnded: false, cancellationToken)).Succeeded(out var pods, out var fault)
            ? ClusterAnswer<PodCount>.Of(new PodCount(pods.Count, pods.Count(static found => IsReady(found.Pod))))
            : fault;

    public async Task<ClusterAnswer<IReadOnlyList<WorkloadPod>>> ListAsync(WorkloadRef workload, CancellationToken cancellationToken) =>
        (await FindAsync(workload, withEnded: true, cancellationToken)).Succeeded(out var pods, out var fault)
            ? ClusterAnswer<IReadOnlyList<WorkloadPod>>.Of([.. pods.Select(ToWorkloadPod)])
            : fault;

    public async Task<ClusterFault?> DeleteAsync(string @namespace, PodIdentity pod, CancellationToken cancellationToken)
    {
        if (ApiPaths.Namespaced("api/v1", @namespace, "pods", pod.Name) is not { } path)
            return new ClusterFault(FaultKind.Invalid, $"'{pod.Name}' cannot be the name of a pod.");
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",

            // Not 0: the API server would forget it while it may still run.
            ["gracePeriodSeconds"] = 1,
            ["preconditions"] = new JsonObject { ["uid"] = pod.Uid },
        };
        return (await http.DeleteAsync(path, $"pod {pod.Name} in {@namespace}", Encoding.UTF8.GetBytes(options.ToJsonString()), cancellationToken)).Succeeded(out _, out var fault) ? null : fault;
    }

    private static WorkloadPod ToWorkloadPod(FoundPod found)
    {
        var pod = found.Pod;
        var (spec, status) = (pod.Spec, pod.Status);
        IEnumerable<ApiContainer> containers = [.. spec?.Containers ?? [], .. spec?.InitContainers ?? [], .. spec?.EphemeralContainers ?? []];
        IEnumerable<ApiContainerStatus> statuses = [.. status?.ContainerStatuses ?? [], .. status?.InitContainerStatuses ?? []];
        return new WorkloadPod(
            pod.Metadata!.Name ?? "",
            pod.Metadata.Uid ?? "",
            [.. containers.Select(static container => container.Name).OfType<string>()],
            [.. statuses.Where(static one => one.LastState?.Terminated is not null).Select(static one => one.Name).OfType<string>()],
            HasEnded(pod),
            spec?.NodeName,
            found.IsOwned);
    }

    /// <summary>Whether nothing runs in it any more.</summary>
    public static bool HasEnded(ApiPod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    private async Task<ClusterAnswer<List<FoundPod>>> FindAsync(WorkloadRef workload, bool withEnded, CancellationToken cancellationToken)
    {
        if (WorkloadKinds.Resource(workload.Kind) is not { } resource
            || ApiPaths.Namespaced("apis/apps/v1", workload.Namespace, resource, workload.Name) is not { } path)
            return new ClusterFault(FaultKind.Invalid, $"'{workload}' has no pods that could be listed.");

        var read = await http.GetAsync(path, $"{resource}.apps {workload.Name} in {workload.Namespace}", ApiJson.Default.ApiWorkload, cancellationToken);
        if (!read.Succeeded(out var owner, out var fault))
            return fault;
        if (owner.Spec?.Selector is not { } selector || owner.Metadata?.Uid is not { } uid)
            return new ClusterFault(FaultKind.Invalid, $"{cluster}: {workload} has no selector, so its pods cannot be told.");

        var query = $"labelSelector={ApiPaths.Selector(selector)}";
        var pods = new List<ApiPod>();
        fault = await ListAsync(
            $"{ApiPaths.Namespaced("api/v1", workload.Namespace, "pods")}?{query}", $"pods in {workload.Namespace}",
            ApiJson.Default.ApiListApiPod, pods, null, cancellationToken);
        if (fault is not null)
            return fault;

        // An evicted or finished pod may stay for long, but nothing runs in it.
        pods.RemoveAll(pod => (!withEnded && HasEnded(pod)) || pod.Metadata?.Controller is null);
        HashSet<string?> owners = [uid];
        if (workload.Kind == "Deployment" && pods.Count > 0)
        {
            // ReplicaSets are read after the pods: an unknown one is then gone, not new, and its pods are held to be ours.
            var sets = new List<ApiBare>();
            fault = await ListAsync(
                $"{ApiPaths.Namespaced("apis/apps/v1", workload.Namespace, "replicasets")}?{query}", $"replicasets.apps in {workload.Namespace}",
                ApiJson.Default.ApiListApiBare, sets, ApiConnection.MetadataList, cancellationToken);
            if (fault is not null && fault.Kind != FaultKind.Denied)
                return fault;
            var others = sets.Where(set => set.Metadata?.Controller?.Uid != uid).Select(set => set.Metadata?.Uid).ToHashSet();
            owners = [.. sets.Where(set => set.Metadata?.Controller?.Uid == uid).Select(static set => set.Metadata?.Uid)];
            pods.RemoveAll(pod => pod.Metadata!.Controller!.Kind != "ReplicaSet" || others.Contains(pod.Metadata.Controller.Uid));
        }
        else
        {
            pods.RemoveAll(pod => pod.Metadata!.Controller!.Uid != uid);
        }

        return ClusterAnswer<List<FoundPod>>.Of([.. pods.Select(pod => new FoundPod(pod, owners.Contains(pod.Metadata!.Controller!.Uid)))]);
    }

    private static bool IsReady(ApiPod pod) =>
        pod.Metadata?.DeletionTimestamp is null
        && pod.Status?.Conditions?.Exists(condition => condition is { Type: "Ready", Status: "True" }) == true;

    private async Task<ClusterFault?> ListAsync<T>(
        string path, string what, System.Text.Json.Serialization.Metadata.JsonTypeInfo<ApiList<T>> format, List<T> items, string? accept, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            items.Clear();
            var next = "";
            while (true)
            {
                var answer = await http.GetAsync($"{path}&limit={page}{next}", what, format, cancellationToken, accept, "list");
                if (!answer.Succeeded(out var list, out var fault))
                {
                    // The rest of a list is kept for some minutes only: begin again.
                    if (fault.Kind == FaultKind.Expired && attempt < MaxLists)
                        break;
                    return fault;
                }

                items.AddRange(list.Items ?? []);
                if (string.IsNullOrEmpty(list.Metadata?.Continue))
                    return null;
                next = $"&continue={Uri.EscapeDataString(list.Metadata.Continue)}";
            }
        }
    }

    /// <param name="Pod">The pod.</param>
    /// <param name="IsOwned">Whether its controller is known to be the workload's.</param>
    private readonly record struct FoundPod(ApiPod Pod, bool IsOwned);
}
