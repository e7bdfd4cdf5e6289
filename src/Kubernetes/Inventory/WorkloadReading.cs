using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>Puts together what is told of a workload from all that is known of its namespace.</summary>
internal static class WorkloadReading
{
    /// <returns>The record, or null where there is no such workload: neither an object nor a pod of it.</returns>
    public static WorkloadRecord? Of(NamespaceBook book, string key, InventoryState services, InventoryState ingresses) =>
        Read(book, key, services, ingresses) is { } record
            ? record with { Quarantined = book.QuarantinedPods.Count(pod => book.PodsByWorkload.GetValueOrDefault(key)?.Contains(pod) == true) }
            : null;

    private static WorkloadRecord? Read(NamespaceBook book, string key, InventoryState services, InventoryState ingresses)
    {
        if (book.Workloads.TryGetValue(key, out var workload))
        {
            var aiming = book.Autoscalers.Values.Where(autoscaler =>
                autoscaler.Spec?.ScaleTargetRef is { } target && target.Kind == workload.Kind && target.Name == workload.Name);
            return new WorkloadRecord
            {
                Namespace = book.Name,
                Kind = workload.Kind,
                Name = workload.Name,
                Uid = workload.Uid,
                Replicas = workload.Replicas,
                Privileged = workload.PodSigns.Privileged,
                HostAccess = workload.PodSigns.HostAccess,
                Environment = workload.Environment ?? book.Environment,
                ServiceAccount = workload.PodSigns.ServiceAccount,
                Controllers = ControllerSigns.Of(workload.Signs, aiming),
                Exposed = IsExposed(book, workload.PodLabels, services, ingresses),
                Signs = [.. workload.Context.Concat(book.Context).Take(WorkloadRecord.MostSigns)],
            };
        }

        // A bare pod, a ReplicaSet of nobody, or a kind that is not ours to list: its pods tell what it is.
        return book.PodsByWorkload.TryGetValue(key, out var pods) && book.Pods.TryGetValue(pods.Min!, out var pod)
            ? Inferred(book, pod, services, ingresses)
            : null;
    }

    private static WorkloadRecord Inferred(NamespaceBook book, KnownPod pod, InventoryState services, InventoryState ingresses)
    {
        var (top, missing) = OwnerChain.Follow(book, pod);
        var step = book.Steps.GetValueOrDefault($"{pod.Owner?.Kind}/{pod.Owner?.Name}");
        var labels = pod.Labels ?? step?.Labels;
        var environment = EnvironmentSigns.Of(new Api.ApiMeta { Labels = labels });
        return new WorkloadRecord
        {
            Namespace = book.Name,
            Kind = top.Kind,
            Name = top.Name,
            Uid = top.Uid,
            Privileged = pod.Signs.Privileged,
            HostAccess = pod.Signs.HostAccess,
            Environment = environment ?? book.Environment,
            ServiceAccount = pod.Signs.ServiceAccount,
            Controllers = ControllerSigns.Of(null, book.Autoscalers.Values.Where(autoscaler =>
                autoscaler.Spec?.ScaleTargetRef is { } target && target.Kind == top.Kind && target.Name == top.Name)),
            Exposed = labels is null ? null : IsExposed(book, labels, services, ingresses),
            OwnerUnknown = missing,
            Signs =
            [
                .. pod.Context.Concat(environment is null ? [] : [new ContextSign(ContextPlace.WorkloadLabel, "environment", environment)]).Concat(book.Context)
                    .Take(WorkloadRecord.MostSigns),
            ],
        };
    }

    private static bool? IsExposed(NamespaceBook book, Dictionary<string, string> podLabels, InventoryState services, InventoryState ingresses)
    {
        var selecting = book.Services.Where(service => Selects(service.Value.Selector, podLabels)).ToList();
        if (selecting.Exists(service => service.Value.Exposing)
            || book.Ingresses.Values.Any(ingress => selecting.Exists(service => ingress.Services.Contains(service.Key))))
            return true;

        return services == InventoryState.Unreadable || ingresses == InventoryState.Unreadable ? null : false;
    }

    private static bool Selects(Dictionary<string, string> selector, Dictionary<string, string> labels) =>
        selector.Count > 0 && selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);
}
