using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Scaling;

/// <summary>Reads what a workload's scale is and what else would set it. Writes nothing.</summary>
internal sealed class SnapshotScaleHandler(ClusterEffectContext context)
    : ClusterEffectHandler<ScaleTarget>(EffectKinds.SnapshotScale, EffectJson.Default.ScaleTarget, context)
{
    protected override WorkloadRef WorkloadOf(ScaleTarget payload) => payload.Workload;

    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, ScaleTarget payload) => WorkloadKinds.IsScalable(payload.Workload.Kind)
        ? null
        : new EffectOutcome.Refused($"A {payload.Workload.Kind} cannot be scaled to zero: it has no replicas.");

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, ScaleTarget payload, CancellationToken cancellationToken)
    {
        var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
        if (!read.Succeeded(out var state, out var fault))
            return OutcomeOf(fault);
        if ((WhyRecreated(payload.Workload, payload.Uid, state) ?? WhyNotToZero(payload.Workload, state)) is { } refusal)
            return refusal;

        var asked = await cluster.ReadControllersAsync(payload.Workload, cancellationToken);
        if (!asked.Succeeded(out var controllers, out fault))
            return OutcomeOf(fault);

        var snapshot = new ScaleSnapshot(state.Uid, state.Replicas, controllers, state.ResourceVersion);
        return Done(snapshot, EffectJson.Default.ScaleSnapshot);
    }
}
