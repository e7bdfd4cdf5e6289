using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>Follows owners upwards: Pod, ReplicaSet, Deployment; Pod, Job, CronJob; other owners are the end.</summary>
internal static class OwnerChain
{
    // Two is what Kubernetes makes. People can write owners by hand, also in circles.
    private const int MaxSteps = 8;

    /// <param name="book">The namespace.</param>
    /// <param name="pod">A pod of it.</param>
    /// <returns>The topmost workload, and whether a step on the way was not seen (yet).</returns>
    public static (WorkloadTop Top, bool Missing) Follow(NamespaceBook book, KnownPod pod)
    {
        if (pod.Owner is not { Kind: not null, Name: not null } owner)
            return (new WorkloadTop("Pod", pod.Record.Name, pod.Record.Uid), false);

        for (var steps = 0; steps < MaxSteps && IsStep(owner); steps++)
        {
            if (!book.Steps.TryGetValue($"{owner.Kind}/{owner.Name}", out var step) || (owner.Uid is not null && step.Uid != owner.Uid))
                return (TopOf(owner), true);
            if (step.Owner is not { Kind: not null, Name: not null } above)
                return (TopOf(owner), false);
            owner = above;
        }

        return (TopOf(owner), false);
    }

    /// <summary>
    /// Follows owners from a workload upwards, through whatever custom resources are read. Ends at an owner without an owner,
    /// and at one that is not known, in a circle, or too high up: then with a note.
    /// </summary>
    /// <param name="workload">The workload, as <c>Kind/name</c>.</param>
    /// <param name="book">Its namespace.</param>
    /// <param name="clusterWide">Owners that belong to no namespace; null where none is known.</param>
    /// <param name="readingOf">How well a kind is known; null where it is not read.</param>
    /// <returns>The owners as <c>Kind/name</c>, the topmost last.</returns>
    public static (IReadOnlyList<string> Owners, string? Note) Above(
        string workload, NamespaceBook book, NamespaceBook? clusterWide, Func<string, ResourceReading?> readingOf)
    {
        var owners = new List<string>();
        var key = workload;
        while (OwnerOf(key, book, clusterWide) is { Kind: { } kind, Name: { } name } owner)
        {
            key = $"{kind}/{name}";
            if (key == workload || owners.Contains(key))
                return (owners, $"the owners of {workload} go in a circle, through {key}");
            if (owners.Count == MaxSteps)
                return (owners, $"the owners of {workload} are followed no higher than {owners[^1]}");
            owners.Add(key);
            if (readingOf(kind) is { State: InventoryState.Unreadable, Reason: var reason })
                return (owners, $"the owner of {key} is not known: {reason}");
            if (OwnerKind.Of(owner) is not null && readingOf(kind) is null)
                return (owners, $"the owner of {key} is not known: {owner.ApiVersion} {kind} is not read");
        }

        return (owners, null);
    }

    private static ApiOwner? OwnerOf(string key, NamespaceBook book, NamespaceBook? clusterWide) =>
        book.Workloads.GetValueOrDefault(key)?.Signs.Controller
        ?? (book.Owners.GetValueOrDefault(key) ?? book.Steps.GetValueOrDefault(key) ?? clusterWide?.Owners.GetValueOrDefault(key))?.Owner;

    // Other groups have kinds of these names too, such as Volcano's Job.
    private static bool IsStep(ApiOwner owner) => owner.Kind switch
    {
        "ReplicaSet" => owner.ApiVersion?.StartsWith("apps/", StringComparison.Ordinal) != false,
        "Job" => owner.ApiVersion?.StartsWith("batch/", StringComparison.Ordinal) != false,
        _ => false,
    };

    private static WorkloadTop TopOf(ApiOwner owner) => new(owner.Kind!, owner.Name!, owner.Uid ?? "");
}

internal sealed record WorkloadTop(string Kind, string Name, string Uid)
{
    public string Key => $"{Kind}/{Name}";
}
