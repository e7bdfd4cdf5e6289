using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>What is known and what was told of one namespace. Workloads and steps are named <c>Kind/name</c>.</summary>
internal sealed class NamespaceBook(string name)
{
    public string Name => name;

    public Dictionary<string, KnownPod> Pods { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KnownStep> Steps { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KnownWorkload> Workloads { get; } = new(StringComparer.Ordinal);

    /// <summary>Custom resources that own workloads.</summary>
    public Dictionary<string, KnownStep> Owners { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KnownService> Services { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KnownIngress> Ingresses { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Api.ApiAutoscaler> Autoscalers { get; } = new(StringComparer.Ordinal);

    public string? Environment { get; set; }

    /// <summary>Labels and annotations that tell what its workloads are for and whom to tell.</summary>
    public IReadOnlyList<ContextSign> Context { get; set; } = [];

    /// <summary>Names of the pods of each workload that was told with them.</summary>
    public Dictionary<string, SortedSet<string>> PodsByWorkload { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PodRecord> ToldPods { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, WorkloadRecord> ToldWorkloads { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the pods that are quarantined.</summary>
    public HashSet<string> QuarantinedPods { get; } = new(StringComparer.Ordinal);

    public HashSet<string> DirtyPods { get; } = new(StringComparer.Ordinal);

    /// <summary>Pods whose owner was not seen yet, and since when they wait for it.</summary>
    public Dictionary<string, DateTimeOffset> Waiting { get; } = new(StringComparer.Ordinal);

    /// <summary>Pods that were told without their owner's owner.</summary>
    public HashSet<string> Unresolved { get; } = new(StringComparer.Ordinal);

    public HashSet<string> DirtyWorkloads { get; } = new(StringComparer.Ordinal);

    /// <summary>Something changed that any workload of the namespace may depend on.</summary>
    public bool AllWorkloadsDirty { get; set; }

    public bool IsDirty => AllWorkloadsDirty || DirtyPods.Count > 0 || DirtyWorkloads.Count > 0;

    /// <summary>Nothing is there and nothing is left to tell: it need not be kept.</summary>
    public bool IsEmpty =>
        Environment is null && Context.Count == 0 && !IsDirty && Pods.Count + Steps.Count + Workloads.Count + Owners.Count + Services.Count + Ingresses.Count
        + Autoscalers.Count + ToldPods.Count + ToldWorkloads.Count == 0;

    /// <summary>Notes that a told pod belongs to a workload now, or to none.</summary>
    public void Attach(string pod, string? before, string? now)
    {
        if (before == now)
            return;
        if (before is not null && PodsByWorkload.TryGetValue(before, out var left))
        {
            left.Remove(pod);
            if (left.Count == 0)
                PodsByWorkload.Remove(before);
            DirtyWorkloads.Add(before);
        }

        if (now is null)
            return;
        if (!PodsByWorkload.TryGetValue(now, out var joined))
            PodsByWorkload[now] = joined = new SortedSet<string>(StringComparer.Ordinal);
        joined.Add(pod);
        DirtyWorkloads.Add(now);
    }
}
