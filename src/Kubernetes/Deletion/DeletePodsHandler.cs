using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Deletion;

/// <summary>Deletes pods. Before each deletion it asks the fence, and what cannot be done to one keeps none of the others.</summary>
internal sealed class DeletePodsHandler(ClusterEffectContext context)
    : ClusterEffectHandler<DeletePods>(EffectKinds.DeletePods, EffectJson.Default.DeletePods, context)
{
    // Up to twenty pods at once; what is done is done when time is up, and the next try goes on.
    public override TimeSpan Timeout => Context.Options.RequestTimeout * 6;

    protected override WorkloadRef WorkloadOf(DeletePods payload) => payload.Workload;

    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, DeletePods payload) => WhyProtected(payload.Workload);

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, DeletePods payload, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(payload.Pods.Select(pod => DeleteAsync(cluster, effect, payload.Workload.Namespace, pod, cancellationToken)));
        var told = string.Join(" ", [
            .. Told("Deleted", all.Where(static one => one is { IsGone: false, Stopped: null })),
            .. Told(effect.Attempt > 1 ? "Not there any more, by an earlier try or otherwise" : "Gone already", all.Where(static one => one.IsGone))]);
        var refused = all.Where(static one => one.Stopped is EffectOutcome.Refused).ToList();
        if (refused.Count > 0)
            told = $"Not deleted: {string.Join(" ", refused.Select(static one => $"{one.Name} ({((EffectOutcome.Refused)one.Stopped!).Reason})"))}. {told}".TrimEnd();
        return all.Select(static one => one.Stopped).FirstOrDefault(static stopped => stopped is not (null or EffectOutcome.Refused)) switch
        {
            EffectOutcome.Halted halted => halted with { Reason = $"{halted.Reason} {told}".TrimEnd() },
            EffectOutcome.Again again => again with { Reason = $"{again.Reason} {told}".TrimEnd() },
            { } other => other,
            null when refused.Count > 0 && refused.Count == all.Length => new EffectOutcome.Refused(told),
            null => Done(new PodsDeleted([.. refused.Select(static one => one.Name)], told), EffectJson.Default.PodsDeleted),
        };
    }

    private async Task<Deletion> DeleteAsync(ICluster cluster, ClaimedEffect effect, string @namespace, PodIdentity pod, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ClusterEffectContext.MaxConflicts; attempt++)
        {
            var read = await cluster.Isolation.ReadPodAsync(@namespace, pod.Name, cancellationToken);
            if (!read.Succeeded(out var state, out var unread))
                return unread.SaysNotFound ? new(pod.Name, IsGone: true) : new(pod.Name, Stopped: OutcomeOf(unread));
            if (state.Uid != pod.Uid || state.HasEnded)
                return new(pod.Name, IsGone: true);
            if (await Context.Fence.CheckAsync(effect, cancellationToken) is { } stopped)
                return new(pod.Name, Stopped: stopped);
            if (await cluster.DeletePodAsync(@namespace, pod, cancellationToken) is not { } fault)
                return new(pod.Name);
            if (fault.SaysNotFound)
                return new(pod.Name, IsGone: true);
            if (fault.Kind != FaultKind.Conflict)
                return new(pod.Name, Stopped: OutcomeOf(fault));
        }

        return new(pod.Name, Stopped: new EffectOutcome.Again(null, $"Pod {pod.Name} cannot be deleted: it changed before each of {ClusterEffectContext.MaxConflicts} tries."));
    }

    private static IEnumerable<string> Told(string what, IEnumerable<Deletion> pods) =>
        pods.Select(static pod => pod.Name).ToList() is { Count: > 0 } names ? [$"{what}: {string.Join(", ", names)}."] : [];

    /// <param name="Name">Name of the pod.</param>
    /// <param name="IsGone">Whether it was not there any more.</param>
    /// <param name="Stopped">Why it was not deleted; null where it was, or is gone.</param>
    private sealed record Deletion(string Name, bool IsGone = false, EffectOutcome? Stopped = null);
}
