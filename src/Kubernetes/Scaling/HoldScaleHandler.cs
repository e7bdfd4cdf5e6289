using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Looks at a contained workload again and again. What raises it without knowing better is overruled, in one conditional
/// write; whoever removes the mark as well has taken the workload back, and people are told.
/// </summary>
internal sealed class HoldScaleHandler(ClusterEffectContext context)
    : ClusterEffectHandler<HoldScale>(EffectKinds.HoldScale, EffectJson.Default.HoldScale, context)
{
    protected override WorkloadRef WorkloadOf(HoldScale payload) => payload.Workload;

    // What nobody may touch any more is not held either.
    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, HoldScale payload) => WhyProtected(payload.Workload);

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, HoldScale payload, CancellationToken cancellationToken)
    {
        var running = 0;
        string? sent = null;
        for (var attempt = 1; attempt <= ClusterEffectContext.MaxConflicts; attempt++)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
                return fault.SaysNotFound && payload.Last == DriftKind.Stuck ? Drift(DriftKind.Recovered, "It was deleted: nothing of it is to run") : OutcomeOf(fault);

            var mark = ContainmentMark.Read(state.Mark, payload.Containment, payload.Since);
            if (WhyLost(payload, state, mark) is { } lost)
                return Drift(DriftKind.Lost, lost);

            var expected = (mark ?? new ContainmentMark(payload.Containment, 0, Context.Time.GetUtcNow())) with { Replicas = payload.Snapshot.Replicas };
            running = state.Replicas;
            if (running == 0 && mark == expected)
            {
                // The answer to our write was lost, not the write.
                if (sent is not null)
                    return Drift(DriftKind.Corrected, sent);
                return payload.Last == DriftKind.Stuck
                    ? Drift(DriftKind.Recovered, "It is at 0 and marked again")
                    : new EffectOutcome.Again(Context.Options.HoldPoll, "It is at 0 and marked.");
            }

            if (await Context.Fence.CheckAsync(effect, cancellationToken) is { } stopped)
                return stopped;

            var found = running > 0
                ? $"{state.ReplicasBy ?? "Somebody"} set {running} replicas: set to 0 again"
                : "Somebody removed or changed the mark and left it at 0: marked again";
            var written = await cluster.WriteScaleAsync(payload.Workload, new ScaleWrite(state.ResourceVersion, 0, expected.Format()), cancellationToken);
            if (written.Succeeded(out _, out fault))
                return Drift(DriftKind.Corrected, found);
            if (fault.Kind == FaultKind.Conflict)
                continue;
            if (sent is not null || fault.Kind is FaultKind.Denied or FaultKind.Invalid or FaultKind.Missing)
                return Unwritten(payload, running, fault);
            sent = found;
        }

        return Unwritten(payload, running, new ClusterFault(FaultKind.Conflict, $"{payload.Workload} keeps changing: writes come too late."));
    }

    /// <summary>It never gives up by itself: a server that does not answer, or a workload that is gone, may be back.</summary>
    protected override EffectOutcome OutcomeOf(ClusterFault fault) => new EffectOutcome.Again(HoldPauseAfter(fault), fault.Reason);

    private EffectOutcome Unwritten(HoldScale payload, int running, ClusterFault fault) => (running > 0, payload.Last) switch
    {
        (true, _) => NotHeld(payload.Last, fault, $"It was raised to {running} replicas, and cannot be set to 0 again"),
        (false, DriftKind.Stuck) => Drift(DriftKind.Recovered, "It is at 0"),
        _ => OutcomeOf(fault),
    };

    private static string? WhyLost(HoldScale payload, ScaleState state, ContainmentMark? mark)
    {
        if (state.Uid != payload.Snapshot.Uid)
            return $"It was recreated, with {state.Replicas} replicas: the new one is not held.";
        if (mark?.Id != payload.Containment && state.Replicas > 0)
            return $"{state.ReplicasBy ?? "Somebody"} set {state.Replicas} replicas, and the mark is {(mark is null ? "gone" : "another")}: it runs again.";
        if (mark is not null && mark.Id != payload.Containment)
            return $"It bears the mark of another containment, {mark.Id}: it is at 0, and held by that if that exists.";
        return state.Replicas > 0 && state.DeletesClaims
            ? $"It was raised to {state.Replicas} replicas, and setting it to 0 again would delete its volumes (whenScaled: Delete)."
            : null;
    }
}
