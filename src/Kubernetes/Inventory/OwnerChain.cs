using IncidentMesh.Kubernetes.Api;

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
