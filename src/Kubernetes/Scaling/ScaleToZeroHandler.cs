using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>
/// Scales a workload to zero and marks it, in one conditional write. The mark is what makes a repetition harmless: an
/// earlier try whose answer was lost is recognised by it.
/// </summary>
internal sealed class ScaleToZeroHandler(ClusterEffectContext context)
    : ClusterEffectHandler<ScaleToZero>(EffectKinds.ScaleToZero, EffectJson.Default.ScaleToZero, context)
{
    /// <summary>So often, and for so long each time, another containment is given the time to set its workload to zero again.</summary>
    private const int PatientTries = 2;
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(20);

    private TimeSpan Patience => Context.Options.HoldPoll * 1.5 is var pause && pause > LeastPatience ? pause : LeastPatience;

    protected override WorkloadRef WorkloadOf(ScaleToZero payload) => payload.Workload;

    // The guardrails have refused it long before. This is the last line should they be wrong.
    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, ScaleToZero payload) => WhyProtected(payload.Workload);

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, ScaleToZero payload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ClusterEffectContext.MaxConflicts; attempt++)
        {
            var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
                return OutcomeOf(fault);
            if (state.Uid != payload.Snapshot.Uid)
                return new EffectOutcome.Refused($"{payload.Workload} was deleted and made anew since its snapshot was taken.");

            if (WhyNotToZero(payload.Workload, state) is { } refusal)
                return refusal;

            // A mark on a workload that runs holds nothing: it was raised again, or the mark came with a manifest or a revision.
            var mark = ContainmentMark.Parse(state.Mark);
            var isOurs = mark?.Id == payload.Containment;
            if (isOurs && state.Replicas == 0)
                return Done(payload.Snapshot with { Replicas = mark!.Replicas }, EffectJson.Default.ScaleSnapshot);
            if (mark is not null && !isOurs && state.Replicas == 0)
            {
                return new EffectOutcome.Refused(
                    $"{payload.Workload} is held by another containment already: see its annotation {ContainmentMark.Annotation}.");
            }

            if (mark is { Id.Length: > 0 } && !isOurs && effect.Attempt <= PatientTries)
                return new EffectOutcome.Again(Patience, "It bears the mark of another containment: whether that holds it shows shortly.");
            if (await Context.Fence.CheckAsync(effect, cancellationToken) is { } stopped)
                return stopped;

            // Replicas as they are now: an autoscaler may have changed them since the snapshot, and this is what to go back to.
            var ours = isOurs ? mark! : new ContainmentMark(payload.Containment, state.Replicas, Context.Time.GetUtcNow());
            var written = await cluster.WriteScaleAsync(
                payload.Workload, new ScaleWrite(state.ResourceVersion, 0, ours.Format()), cancellationToken);
            if (written.Succeeded(out _, out fault))
            {
                return Done(
                    payload.Snapshot with { Replicas = ours.Replicas, ResourceVersion = state.ResourceVersion },
                    EffectJson.Default.ScaleSnapshot);
            }

            if (fault.Kind != FaultKind.Conflict)
                return OutcomeOf(fault);
        }

        return new EffectOutcome.Again(null, $"{payload.Workload} keeps changing: {ClusterEffectContext.MaxConflicts} writes in a row came too late.");
    }
}
