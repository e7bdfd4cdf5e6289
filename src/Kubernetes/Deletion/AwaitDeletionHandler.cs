using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Deletion;

/// <summary>
/// Waits until deleted pods are gone. They are looked for by name and uid, and not among the workload's: whoever takes a
/// pod's labels does not make it go.
/// </summary>
internal sealed class AwaitDeletionHandler(ClusterEffectContext context)
    : PodWatchHandler<AwaitDeletion>(EffectKinds.AwaitDeletion, EffectJson.Default.AwaitDeletion, context)
{
    protected override WorkloadRef WorkloadOf(AwaitDeletion payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, AwaitDeletion payload, CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(payload.Pods.Select(async pod => (Pod: pod, Read: await cluster.Isolation.ReadPodAsync(payload.Workload.Namespace, pod.Name, cancellationToken))));
        List<string> there = [];
        foreach (var (pod, read) in looks)
        {
            if (read.Succeeded(out var state, out var fault))
            {
                if (state.Uid == pod.Uid && !state.HasEnded)
                    there.Add(pod.Name);
            }
            else if (!fault.SaysNotFound)
            {
                return OutcomeOf(fault);
            }
        }

        if (there.Count == 0)
            return Observed(0, null);
        var seen = $"Still there: {string.Join(", ", there)}.";
        return IsLate(payload.OverdueAt)
            ? Later($"{seen} Their node may not answer, or a finalizer keeps them. They are waited for.")
            : Soon(seen);
    }
}
