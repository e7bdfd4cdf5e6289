using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Grains.Clusters;

/// <summary>Works out what a change really changes, so that a repeated list commits nothing.</summary>
internal sealed class InventoryDelta(Inventory inventory, DateTimeOffset now)
{
    private const int MaxBurials = 1_000;

    public Dictionary<(string Namespace, string Pod), KnownPod> Pods { get; } = [];

    public Dictionary<string, WorkloadRecord> Workloads { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Namespace, string Pod)> GonePods { get; } = [];

    public HashSet<string> GoneWorkloads { get; } = new(StringComparer.Ordinal);

    public void Take(InventoryChange change)
    {
        // First what is gone: a pod may be there again under its name, with another uid, in the same change.
        foreach (var deletion in change.DeletedPods)
        {
            if (inventory.FindPod(deletion.Namespace, deletion.Name) is { DeletedAt: null } before && before.Record.Uid == deletion.Uid)
            {
                Pods[(deletion.Namespace, deletion.Name)] = before with { DeletedAt = now };
            }
        }

        GoneWorkloads.UnionWith(change.DeletedWorkloads.Where(key => inventory.FindWorkload(key) is not null));
        GoneWorkloads.ExceptWith(change.Workloads.Select(Inventory.WorkloadKey));
        foreach (var pod in change.Pods)
        {
            var before = inventory.FindPod(pod.Namespace, pod.Name);
            if (before is null || before.DeletedAt is not null || !before.Record.SaysTheSameAs(pod))
            {
                Pods[(pod.Namespace, pod.Name)] = new KnownPod(pod, null);
            }
        }

        foreach (var workload in change.Workloads)
        {
            var key = Inventory.WorkloadKey(workload);
            if (inventory.FindWorkload(key) is not { } before || !before.SaysTheSameAs(workload))
            {
                Workloads[key] = workload;
            }
        }
    }

    /// <summary>A list has ended: whatever it did not name is gone.</summary>
    public void EndList(HashSet<(string Namespace, string Pod)> listedPods, HashSet<string> listedWorkloads)
    {
        foreach (var pod in inventory.AllPods.Where(pod => pod.DeletedAt is null))
        {
            var key = (pod.Record.Namespace, pod.Record.Name);
            if (!listedPods.Contains(key) && !Pods.ContainsKey(key))
            {
                Pods[key] = pod with { DeletedAt = now };
            }
        }

        GoneWorkloads.UnionWith(inventory.AllWorkloads.Select(Inventory.WorkloadKey).Where(key => !listedWorkloads.Contains(key)));
    }

    /// <summary>Forgets pods that have been gone long enough, some with each change so that none takes long.</summary>
    public void Bury()
    {
        foreach (var key in inventory.DeletedBefore(now - Inventory.Afterlife).Where(key => !Pods.ContainsKey(key)).Take(MaxBurials))
        {
            GonePods.Add(key);
        }
    }
}
