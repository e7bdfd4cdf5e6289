using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Deletion;

/// <summary>Finds the pods that are to be deleted. Writes nothing.</summary>
internal sealed class SelectPodsHandler(ClusterEffectContext context)
    : ClusterEffectHandler<DeletionTarget>(EffectKinds.SelectPods, EffectJson.Default.DeletionTarget, context)
{
    protected override WorkloadRef WorkloadOf(DeletionTarget payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, DeletionTarget payload, CancellationToken cancellationToken)
    {
        var read = await cluster.ReadScaleAsync(payload.Workload, cancellationToken);
        if (!read.Succeeded(out var state, out var fault))
            return OutcomeOf(fault);
        if (WhyRecreated(payload.Workload, payload.Uid, state) is { } another)
            return another;

        var found = await NamedPods.FindAsync(cluster, payload.Workload, payload.Pods, payload.SeenAt, cancellationToken);
        if (!found.Succeeded(out var named, out fault))
            return OutcomeOf(fault);
        string[] notes = [.. named.Notes];

        // Those that are gone need not be deleted.
        return named.Owned.Count > 0 || named.Gone.Count == payload.Pods.Count
            ? Done(new PodsSelected([.. named.Owned.Select(static one => new PodIdentity(one.Name, one.Pod.Uid))], notes, named.Gone), EffectJson.Default.PodsSelected)
            : new EffectOutcome.Refused($"There is nothing to delete. {string.Join(" ", notes)}");
    }
}
