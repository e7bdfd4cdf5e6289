using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Looks at a contained workload again and again. What raises it without knowing better is overruled, in one conditional
/// write; whoever removes the mark as well has taken the workload back, and people are told.
/// </summary>
internal sealed class HoldScaleHandler(ScaleEffectContext context)
    : ClusterEffectHandler<HoldScale>(EffectKinds.HoldScale, EffectJson.Default.HoldScale, context)
{
    protected override WorkloadRef WorkloadOf(HoldScale payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, HoldScale payload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ScaleEffectContext.MaxConflicts; attempt++)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
                return Later(fault);

            var mark = ContainmentMark.Parse(state.Mark);
            if (mark is not { IsReadable: true })
                mark = null;
            if (WhyLost(payload, state, mark) is { } lost)
                return Done(new ScaleHeld(lost, Lost: true), EffectJson.Default.ScaleHeld);

            var right = mark ?? new ContainmentMark(payload.Containment, payload.Snapshot.Replicas, Context.Time.GetUtcNow());
            right = right with { Replicas = payload.Snapshot.Replicas };
            if (state.Replicas == 0 && mark == right)
                return new EffectOutcome.Again(Context.Options.HoldPoll, "It is at 0 and marked.");
            if (await Context.Fence.CheckAsync(effect, cancellationToken) is { } stopped)
                return stopped;

            var written = await cluster.WriteScaleAsync(payload.Workload, new ScaleWrite(state.ResourceVersion, 0, right.Format()), cancellationToken);
            if (written.Succeeded(out _, out fault))
            {
                var found = state.Replicas > 0
                    ? $"{state.ReplicasBy ?? "Somebody"} set {state.Replicas} replicas: set to 0 again"
                    : "Somebody removed or changed the mark and left it at 0: marked again";
                return Done(new ScaleHeld(found), EffectJson.Default.ScaleHeld);
            }

            if (fault.Kind != FaultKind.Conflict)
                return Later(fault);
        }

        return new EffectOutcome.Again(Context.Options.HoldPoll, $"{payload.Workload} keeps changing: {ScaleEffectContext.MaxConflicts} writes in a row came too late.");
    }

    private static string? WhyLost(HoldScale payload, ScaleState state, ContainmentMark? mark)
    {
        if (state.Uid != payload.Snapshot.Uid)
            return $"It was deleted and made anew, with {state.Replicas} replicas: the new one is not held.";
        if (mark is not null && mark.Id != payload.Containment)
            return $"Another containment holds it now (annotation {ContainmentMark.Annotation}).";
        if (mark is null && state.Replicas > 0)
            return $"{state.ReplicasBy ?? "Somebody"} set {state.Replicas} replicas, and the mark is gone: it runs again.";
        return state.Replicas > 0 && state.DeletesClaims
            ? $"It was raised to {state.Replicas} replicas, and setting it to 0 again would delete its volumes (whenScaled: Delete)."
            : null;
    }

    /// <summary>It never gives up by itself: a server that does not answer, or a workload that is gone, may be back.</summary>
    private EffectOutcome.Again Later(ClusterFault fault) => new(
        fault.RetryAfter is { } pause && pause > Context.Options.HoldPoll ? pause : Context.Options.HoldPoll, fault.Reason);
}
