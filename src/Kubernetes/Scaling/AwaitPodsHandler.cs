using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Waits for a workload's pods: none left at all, or enough of them ready. It looks at what is there, not at what
/// happened, so it may be asked at any time and any number of times.
/// </summary>
internal sealed class AwaitPodsHandler(ClusterEffectContext context)
    : ClusterEffectHandler<AwaitPods>(EffectKinds.AwaitPods, EffectJson.Default.AwaitPods, context)
{
    /// <summary>Pause between two counts once they have taken too long.</summary>
    private static readonly TimeSpan LatePoll = TimeSpan.FromSeconds(30);

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

        var isLate = Context.Time.GetUtcNow() > payload.OverdueAt;
        var seen = wanted == 0 ? $"{pods.Existing} pods of {payload.Workload} are still there" : $"{pods.Ready} of {wanted} pods of {payload.Workload} are ready";
        return (isLate, payload.Wanted) switch
        {
            (false, _) => new EffectOutcome.Again(Context.Options.PodPoll, $"{seen}."),
            (true, 0) => new EffectOutcome.Overdue(
                LatePoll, $"Pods of {payload.Workload} are still there: their node may not answer, or a finalizer or a long grace period keeps them. They are waited for."),
            _ => Observed(pods.Existing, $"{seen}, which was not waited for any longer: look at their events."),
        };
    }

    /// <summary>A server that does not answer is asked again at the pace of the looks.</summary>
    protected override EffectOutcome OutcomeOf(ClusterFault fault) => base.OutcomeOf(fault) switch
    {
        EffectOutcome.Again { After: null } again => again with { After = Context.Options.PodPoll },
        var outcome => outcome,
    };
}
