using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Restores what a containment changed and removes its mark, in one conditional write. What somebody else has set
/// meanwhile is theirs: it is kept and told.
/// </summary>
internal sealed class RestoreScaleHandler(ScaleEffectContext context)
    : ClusterEffectHandler<RestoreScale>(EffectKinds.RestoreScale, EffectJson.Default.RestoreScale, context)
{
    protected override WorkloadRef WorkloadOf(RestoreScale payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(ICluster cluster, RestoreScale payload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ScaleEffectContext.MaxConflicts; attempt++)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
                return OutcomeOf(fault);
            if (state.Uid != payload.Snapshot.Uid)
                return new EffectOutcome.Refused($"{payload.Workload} was deleted and made anew since it was contained: there is nothing to undo.");
            if (ContainmentMark.Parse(state.Mark) is not { } mark)
                return Observed(state.Pods, null);
            if (mark.Id != payload.Containment)
                return Observed(state.Pods, $"Left alone: another containment holds it now (annotation {ContainmentMark.Annotation}).");

            var kept = state.Replicas != 0 && state.Replicas != payload.Snapshot.Replicas;
            var written = await cluster.WriteScaleAsync(
                payload.Workload,
                new ScaleWrite(state.ResourceVersion, state.Replicas == 0 ? payload.Snapshot.Replicas : null, Mark: null),
                cancellationToken);
            if (written.Succeeded(out var after, out fault))
            {
                return Observed(after.Pods, kept
                    ? $"Somebody set {state.Replicas} replicas while it was contained; that was kept instead of the {payload.Snapshot.Replicas} from before."
                    : null);
            }

            if (fault.Kind != FaultKind.Conflict)
                return OutcomeOf(fault);
        }

        return new EffectOutcome.Again(null, $"{payload.Workload} keeps changing: {ScaleEffectContext.MaxConflicts} writes in a row came too late.");
    }

    private static EffectOutcome Observed(int pods, string? note) => Done(new PodsObserved(pods, note), EffectJson.Default.PodsObserved);
}
