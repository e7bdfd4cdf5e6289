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
                return unread.Kind == FaultKind.Missing ? Observed(0, "It was deleted meanwhile: no pods are waited for.") : Later(unread);
            wanted = state.Replicas;
        }

        var counted = await cluster.CountPodsAsync(payload.Workload, cancellationToken);
        if (!counted.Succeeded(out var pods, out var fault))
            return Later(fault);

        var reached = wanted == 0 ? pods.Existing == 0 : pods.Ready >= wanted;
        if (reached)
            return Observed(pods.Existing, null);

        var isLate = Context.Time.GetUtcNow() > payload.Until;
        if (wanted > 0)
        {
            var ready = $"{pods.Ready} of {wanted} pods of {payload.Workload} are ready";
            return isLate ? Observed(pods.Existing, $"{ready}, and no more came in time: look at their events.") : new EffectOutcome.Again(Context.Options.PodPoll, $"{ready}.");
        }

        return isLate
            ? new EffectOutcome.Overdue(LatePoll, $"Pods of {payload.Workload} do not go: their node does not answer, or a finalizer keeps them. They are waited for.")
            : new EffectOutcome.Again(Context.Options.PodPoll, $"{pods.Existing} pods of {payload.Workload} are still there.");
    }

    private static EffectOutcome Observed(int pods, string? note) => Done(new PodsObserved(pods, note), EffectJson.Default.PodsObserved);

    /// <summary>Each look counts as a try: one that fails after many is not to wait as long as the last of so many failures, or to be given up.</summary>
    private EffectOutcome Later(ClusterFault fault) => OutcomeOf(fault) switch
    {
        EffectOutcome.Again { After: null } again => again with { After = Context.Options.PodPoll },
        var outcome => outcome,
    };
}
