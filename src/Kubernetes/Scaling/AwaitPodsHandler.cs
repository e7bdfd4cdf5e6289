using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Waits for a workload's pods: none left at all, or enough of them ready. It looks at what is there, not at what
/// happened, so it may be asked at any time and any number of times.
/// </summary>
internal sealed class AwaitPodsHandler(ScaleEffectContext context)
    : ClusterEffectHandler<AwaitPods>(EffectKinds.AwaitPods, EffectJson.Default.AwaitPods, context)
{
    protected override WorkloadRef WorkloadOf(AwaitPods payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(ICluster cluster, AwaitPods payload, CancellationToken cancellationToken)
    {
        var counted = await cluster.CountPodsAsync(payload.Workload, cancellationToken);
        if (!counted.Succeeded(out var pods, out var fault))
            return OutcomeOf(fault);

        var reached = payload.Wanted == 0 ? pods.Existing == 0 : pods.Ready >= payload.Wanted;
        if (reached)
            return Done(new PodsObserved(pods.Existing), EffectJson.Default.PodsObserved);

        var reason = payload.Wanted == 0
            ? $"{pods.Existing} pods of {payload.Workload} are still there."
            : $"{pods.Ready} of {payload.Wanted} pods of {payload.Workload} are ready.";
        return new EffectOutcome.Again(Context.Options.PodPoll, reason);
    }
}
