using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Restores what a containment changed and removes its mark, in one conditional write. What somebody else has set
/// meanwhile is theirs: it is kept and told.
/// </summary>
internal sealed class RestoreScaleHandler(ClusterEffectContext context)
    : ClusterEffectHandler<RestoreScale>(EffectKinds.RestoreScale, EffectJson.Default.RestoreScale, context)
{
    protected override WorkloadRef WorkloadOf(RestoreScale payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, RestoreScale payload, CancellationToken cancellationToken)
    {
        // Where a write would change nothing, it shuts nothing out either.
        var shutOut = !payload.CallBack && payload.Snapshot.Replicas > 0;
        string? foreign = null;
        for (var attempt = 1; attempt <= ClusterEffectContext.MaxConflicts; attempt++)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
                return fault.SaysNotFound ? Observed(0, "It was deleted since it was contained: nothing is left to undo.") : OutcomeOf(fault);
            if (state.Uid != payload.Snapshot.Uid)
                return Observed(state.Pods, "It was recreated since it was contained: nothing is left to undo.");

            // A write of ours to an object at zero that bears another's mark was never sent.
            var mark = ContainmentMark.Read(state.Mark, payload.Containment, payload.CallBack && state.Replicas == 0 ? null : payload.Since);

            // At zero without the mark nobody has taken it back: kubectl rollout undo takes annotations away.
            var wasUnmarked = mark is null && shutOut && !payload.TakenBack && state.Replicas == 0 && !payload.CallBack;
            if (mark is null && !wasUnmarked && (shutOut || payload.TakenBack || (state.Replicas > 0 && !payload.CallBack)))
                return Observed(state.Pods, Difference(state.Replicas, payload.Snapshot.Replicas));
            if (mark is not null && mark.Id != payload.Containment)
                return Observed(state.Pods, $"Left alone at {state.Replicas} replicas: it bears the mark of another containment, {mark.Id}.");
            if (await Context.Fence.CheckAsync(effect, cancellationToken) is { } stopped)
                return stopped;

            // What our own write reported is known better than by the mark, which others can write.
            var before = payload.CallBack && mark is not null ? mark.Replicas : payload.Snapshot.Replicas;
            var marks = mark is null && !wasUnmarked;
            var write = marks
                ? new ScaleWrite(state.ResourceVersion, null, new ContainmentMark(payload.Containment, state.Replicas, Context.Time.GetUtcNow()).Format())
                : new ScaleWrite(state.ResourceVersion, state.Replicas == 0 ? before : null, foreign);
            var written = await cluster.WriteScaleAsync(payload.Workload, write, cancellationToken);
            if (written.Succeeded(out var after, out fault))
            {
                if (!marks)
                    return Observed(after.Pods, state.Replicas == 0 ? null : Difference(state.Replicas, before));

                // Nothing that was sent before can be written any more. The mark goes in the next round, and what it hid comes back.
                foreign = ContainmentMark.Parse(state.Mark) is { Id.Length: > 0 } ? state.Mark : null;
                shutOut = true;
                attempt = 0;
                continue;
            }

            if (fault.Kind != FaultKind.Conflict)
                return OutcomeOf(fault);
        }

        return new EffectOutcome.Again(null, $"{payload.Workload} keeps changing: {ClusterEffectContext.MaxConflicts} writes in a row came too late.");
    }

    private static string? Difference(int kept, int before) => kept == before
        ? null
        : $"Somebody set {kept} replicas or removed the mark while it was contained; that was kept instead of the {before} from before.";
}
