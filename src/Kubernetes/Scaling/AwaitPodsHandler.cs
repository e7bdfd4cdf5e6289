using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>Waits for a workload's pods: none left at all, or enough of them ready.</summary>
internal sealed class AwaitPodsHandler(ClusterEffectContext context)
    : PodWatchHandler<AwaitPods>(EffectKinds.AwaitPods, EffectJson.Default.AwaitPods, context)
{
    protected override WorkloadRef WorkloadOf(AwaitPods payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, AwaitPods payload, CancellationToken cancellationToken)
    {
        if (payload.Wanted is not { } wanted)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var unread))
                return unread.SaysNotFound ? Observed(0, "It was deleted meanwhile: no pods are waited for.") : OutcomeOf(unread);
            wanted = state.Replicas;
        }

        var counted = await cluster.CountPodsAsync(payload.Workload, cancellationToken);
        if (!counted.Succeeded(out var pods, out var fault))
            return OutcomeOf(fault);

        var reached = wanted == 0 ? pods.Existing == 0 : pods.Ready >= wanted;
        if (reached)
            return Observed(pods.Existing, null);

        var seen = wanted == 0 ? $"{pods.Existing} pods of {payload.Workload} are still there" : $"{pods.Ready} of {wanted} pods of {payload.Workload} are ready";
        return (IsLate(payload.OverdueAt), payload.Wanted) switch
        {
            (false, _) => Soon($"{seen}."),
            (true, 0) => Later($"Pods of {payload.Workload} are still there: their node may not answer, or a finalizer or a long grace period keeps them. They are waited for."),
            _ => Observed(pods.Existing, $"{seen}, which was not waited for any longer: look at their events."),
        };
    }
}
