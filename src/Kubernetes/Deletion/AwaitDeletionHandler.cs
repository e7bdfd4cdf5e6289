using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Deletion;

/// <summary>
/// Waits until deleted pods are gone. They are looked for by name and uid, and not among the workload's: whoever takes a
/// pod's labels does not make it go.
/// </summary>
internal sealed class AwaitDeletionHandler(ClusterEffectContext context)
    : ClusterEffectHandler<AwaitDeletion>(EffectKinds.AwaitDeletion, EffectJson.Default.AwaitDeletion, context)
{
    /// <summary>Pause between two looks once they have taken too long.</summary>
    private static readonly TimeSpan LatePoll = TimeSpan.FromSeconds(30);

    public override TimeSpan Timeout => Context.Options.RequestTimeout * 6;

    protected override WorkloadRef WorkloadOf(AwaitDeletion payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, AwaitDeletion payload, CancellationToken cancellationToken)
    {
        List<string> there = [];
        foreach (var pod in payload.Pods)
        {
            var read = await cluster.Isolation.ReadPodAsync(payload.Workload.Namespace, pod.Name, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
            {
                if (!fault.SaysNotFound)
                    return OutcomeOf(fault);
            }
            else if (state.Uid == pod.Uid && !state.HasEnded)
            {
                there.Add(pod.Name);
            }
        }

        if (there.Count == 0)
            return Observed(0, null);
        var seen = $"Still there: {string.Join(", ", there)}.";
        return Context.Time.GetUtcNow() > payload.OverdueAt
            ? new EffectOutcome.Overdue(LatePoll, $"{seen} Their node may not answer, or a finalizer keeps them. They are waited for.")
            : new EffectOutcome.Again(Context.Options.PodPoll, seen);
    }

    /// <summary>A server that does not answer is asked again at the pace of the looks.</summary>
    protected override EffectOutcome OutcomeOf(ClusterFault fault) => base.OutcomeOf(fault) switch
    {
        EffectOutcome.Again { After: null } again => again with { After = Context.Options.PodPoll },
        var outcome => outcome,
    };
}
