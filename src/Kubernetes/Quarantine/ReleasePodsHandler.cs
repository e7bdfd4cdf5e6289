using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>Gives quarantined pods their labels back, each in one conditional write, and removes the NetworkPolicy last.</summary>
internal sealed class ReleasePodsHandler(ClusterEffectContext context)
    : QuarantineHandler<ReleasePods>(EffectKinds.ReleasePods, EffectJson.Default.ReleasePods, context)
{
    protected override WorkloadRef WorkloadOf(ReleasePods payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, ReleasePods payload, CancellationToken cancellationToken)
    {
        var round = new QuarantineRound(cluster.Isolation, Context.Fence, effect, payload.Workload, payload.Containment);
        var all = await Task.WhenAll(payload.Pods.Select(pod => GiveBackAsync(cluster, round, payload, pod, cancellationToken)));
        if (all.Select(static one => one.Failed).FirstOrDefault(static failed => failed is not null) is { } failed)
            return failed;
        List<string> gone = [.. all.Where(static one => one.IsGone).Select(static one => one.Name)];
        List<string> kept = [.. all.Where(static one => one.IsKept).Select(static one => one.Name)];
        List<string> notes = [];
        if (gone.Count > 0)
            notes.Add($"Gone, so that nothing of it is left to undo: {string.Join(", ", gone)}.");
        if (kept.Count > 0)
            notes.Add($"Still cut off, because the controller that would take it back is gone, and Services would not know: {string.Join(", ", kept)}. Delete it, and then NetworkPolicy {QuarantineNames.PolicyOf(payload.Containment)}.");
        else if (await RemovePolicyAsync(round, notes, payload, cancellationToken) is { } again)
            return again;
        return Observed(payload.Pods.Count - gone.Count - kept.Count, notes.Count > 0 ? string.Join(" ", notes) : null);
    }

    private async Task<Given> GiveBackAsync(ICluster cluster, QuarantineRound round, ReleasePods payload, QuarantinedPod pod, CancellationToken cancellationToken)
    {
        var given = new Given(pod.Name);
        var (isOrphan, unread) = await FindOrphanAsync(cluster, payload.Workload, pod, cancellationToken);
        if (unread is not null)
            return given with { Failed = OutcomeOf(unread) };
        if (payload.CallBack)
        {
            var shutOut = await round.ChangeAsync(
                pod,
                state => round.MarkOf(state) is not null || state.Labels.ContainsKey(QuarantineNames.Label) ? null : round.ShutOut(state, Context.Time.GetUtcNow()),
                state => round.MarkOf(state) is not null,
                cancellationToken);
            if (OutcomeOf(shutOut) is { } late)
                return given with { Failed = late };
        }

        var isKept = false;
        var change = await round.ChangeAsync(
            pod,
            state =>
            {
                isKept = isOrphan && round.IsLabelled(state);
                return isKept ? null : Release(round, payload, pod, state);
            },
            state => !round.IsLabelled(state),
            cancellationToken);
        return given with { Failed = OutcomeOf(change), IsGone = change is ObjectChange.Gone, IsKept = isKept };
    }

    /// <summary>That it stays is no reason to take back what was given back: it selects nothing any more.</summary>
    private async Task<EffectOutcome?> RemovePolicyAsync(QuarantineRound round, List<string> notes, ReleasePods payload, CancellationToken cancellationToken)
    {
        var outcome = OutcomeOf(await round.RemovePolicyAsync(cancellationToken));
        if (outcome is not EffectOutcome.Refused refused)
            return outcome;
        notes.Add($"NetworkPolicy {QuarantineNames.PolicyOf(payload.Containment)}, which selects nothing any more, could not be deleted: {refused.Reason}");
        return null;
    }

    /// <summary>Whether the controller that a pod had is gone: a rollout removes old ReplicaSets.</summary>
    private static async Task<(bool IsOrphan, ClusterFault? Unread)> FindOrphanAsync(ICluster cluster, WorkloadRef workload, QuarantinedPod pod, CancellationToken cancellationToken)
    {
        if (pod.Owner is not { } owner)
            return (false, null);
        var read = await cluster.ReadObjectAsync(workload with { Kind = owner.Kind, Name = owner.Name }, cancellationToken);
        return read.Succeeded(out var found, out var fault)
            ? ((string?)found["metadata"]?["uid"] != owner.Uid, null)
            : (fault.SaysNotFound, fault.SaysNotFound || fault.Kind is FaultKind.Denied or FaultKind.Invalid ? null : fault);
    }

    private static PodWrite? Release(QuarantineRound round, ReleasePods payload, QuarantinedPod pod, PodState state) => round.MarkOf(state) switch
    {
        // What our own write reported is known better than by the mark, which others can write.
        { } mark => QuarantineRound.Release(state, payload.CallBack ? mark.Labels : pod.Labels),
        null when round.IsLabelled(state) => QuarantineRound.Release(state, pod.Labels),
        null => null,
    };

    /// <param name="Name">Name of the pod.</param>
    /// <param name="Failed">What ends the try; null where it goes on.</param>
    /// <param name="IsGone">Whether it is not there any more.</param>
    /// <param name="IsKept">Whether it stays cut off.</param>
    private sealed record Given(string Name, EffectOutcome? Failed = null, bool IsGone = false, bool IsKept = false);
}
