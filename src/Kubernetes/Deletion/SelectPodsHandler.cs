using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Deletion;

/// <summary>Finds the pods that are to be deleted. Writes nothing.</summary>
internal sealed class SelectPodsHandler(ClusterEffectContext context)
    : ClusterEffectHandler<DeletionTarget>(EffectKinds.SelectPods, EffectJson.Default.DeletionTarget, context)
{
    protected override WorkloadRef WorkloadOf(DeletionTarget payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, DeletionTarget payload, CancellationToken cancellationToken)
    {
        var workload = payload.Workload;
        var read = await cluster.ReadScaleAsync(workload, cancellationToken);
        if (!read.Succeeded(out var state, out var fault))
            return OutcomeOf(fault);
        if (WhyRecreated(workload, payload.Uid, state) is { } another)
            return another;

        // A pod's name in an alert is only a claim: what the workload does not own is not touched.
        var listed = await cluster.ListPodsAsync(workload, cancellationToken);
        if (!listed.Succeeded(out var all, out fault))
            return OutcomeOf(fault);
        var owned = all.Where(static pod => !pod.HasEnded).ToDictionary(static pod => pod.Name, StringComparer.Ordinal);

        List<PodIdentity> pods = [];
        List<string> gone = [], foreign = [];
        foreach (var name in payload.Pods)
        {
            if (owned.TryGetValue(name, out var pod))
            {
                pods.Add(new PodIdentity(name, pod.Uid));
                continue;
            }

            var found = await cluster.Isolation.ReadPodAsync(workload.Namespace, name, cancellationToken);
            if (found.Succeeded(out var other, out fault))
                (other.HasEnded ? gone : foreign).Add(name);
            else if (fault.SaysNotFound)
                gone.Add(name);
            else
                return OutcomeOf(fault);
        }

        List<string> notes = [];
        if (gone.Count > 0)
            notes.Add($"Gone: {string.Join(", ", gone)}.");
        if (foreign.Count > 0)
            notes.Add($"No pods of the workload: {string.Join(", ", foreign)}.");
        return pods.Count > 0
            ? Done(new PodsSelected(pods, notes, gone), EffectJson.Default.PodsSelected)
            : new EffectOutcome.Refused($"There is nothing to delete. {string.Join(" ", notes)}");
    }
}
