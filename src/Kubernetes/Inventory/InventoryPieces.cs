using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>Cuts what is to be told into pieces of the size that the sink takes.</summary>
internal static class InventoryPieces
{
    /// <summary>Most pods, and most workloads, in one piece.</summary>
    public const int Most = 500;

    /// <summary>At least one piece, so that a list of nothing is told too.</summary>
    public static IReadOnlyList<InventoryChange> Of(
        IReadOnlyList<PodRecord> pods,
        IReadOnlyList<WorkloadRecord> workloads,
        IReadOnlyList<PodDeletion>? deletedPods = null,
        IReadOnlyList<string>? deletedWorkloads = null,
        bool asList = false,
        string? unreachable = null)
    {
        deletedPods ??= [];
        deletedWorkloads ??= [];
        int[] counts = [pods.Count, workloads.Count, deletedPods.Count, deletedWorkloads.Count];
        var pieces = Math.Max(1, (counts.Max() + Most - 1) / Most);
        return
        [
            .. Enumerable.Range(0, pieces).Select(index => new InventoryChange
            {
                ListBegins = asList && index == 0,
                ListEnds = asList && index == pieces - 1,
                Pods = Slice(pods, index),
                Workloads = Slice(workloads, index),
                DeletedPods = Slice(deletedPods, index),
                DeletedWorkloads = Slice(deletedWorkloads, index),
                Unreachable = unreachable,
            }),
        ];
    }

    private static IReadOnlyList<T> Slice<T>(IReadOnlyList<T> all, int index) =>
        all.Count <= Most && index == 0 ? all : [.. all.Skip(index * Most).Take(Most)];
}
