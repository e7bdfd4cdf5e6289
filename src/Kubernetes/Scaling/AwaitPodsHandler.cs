using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
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

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, AwaitPods payload, CancellationToken cancellationToken)
    {
        if (payload.Wanted is not { } wanted)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var unread))
                return Later(unread);
            wanted = state.Replicas;
        }

        var counted = await cluster.CountPodsAsync(payload.Workload, cancellationToken);
        if (!counted.Succeeded(out var pods, out var fault))
            return Later(fault);

        var reached = wanted == 0 ? pods.Existing == 0 : pods.Ready >= wanted;
        if (reached)
            return Done(new PodsObserved(pods.Existing), EffectJson.Default.PodsObserved);

        var reason = wanted == 0
            ? $"{pods.Existing} pods of {payload.Workload} are still there."
            : $"{pods.Ready} of {wanted} pods of {payload.Workload} are ready.";
        return new EffectOutcome.Again(Context.Options.PodPoll, reason);
    }

    /// <summary>Each look counts as a try: one that fails after many is not to wait as long as the last of so many failures, or to be given up.</summary>
    private EffectOutcome Later(ClusterFault fault) => OutcomeOf(fault) switch
    {
        EffectOutcome.Again { After: null } again => again with { After = Context.Options.PodPoll },
        var outcome => outcome,
    };
}
