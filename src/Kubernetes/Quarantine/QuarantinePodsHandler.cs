using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>
/// Cuts pods off: first the NetworkPolicy, then each pod's labels, each in one conditional write with the mark that makes
/// a repetition harmless. The NetworkPolicy holds a pod from the moment that it has our label.
/// </summary>
internal sealed class QuarantinePodsHandler(ClusterEffectContext context)
    : QuarantineHandler<QuarantinePods>(EffectKinds.QuarantinePods, EffectJson.Default.QuarantinePods, context)
{
    protected override WorkloadRef WorkloadOf(QuarantinePods payload) => payload.Workload;

    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, QuarantinePods payload) => WhyProtected(payload.Workload);

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, QuarantinePods payload, CancellationToken cancellationToken)
    {
        var round = new QuarantineRound(cluster.Isolation, Context.Fence, effect, payload.Workload, payload.Containment);
        if (OutcomeOf(await round.EnsurePolicyAsync(cancellationToken)) is { } failed)
            return failed;

        var all = await Task.WhenAll(payload.Pods.Select(pod => CutOffAsync(round, cluster.Isolation, payload, pod, effect.Attempt > 1, cancellationToken)));

        // What one pod does not let be done keeps none of the others. What may succeed later is tried again for all.
        if (all.Select(static one => one.Stopped).FirstOrDefault(static stopped => stopped is not null) is { } again)
            return again;
        string[] notes = [.. all.Select(static one => one.Note).OfType<string>()];
        QuarantinedPod[] pods = [.. all.Select(static one => one.Pod).OfType<QuarantinedPod>()];
        string[] gone = [.. all.Where(static one => one.IsGone).Select(static one => one.Name)];
        if (gone.Length > 0)
            notes = [$"Gone: {string.Join(", ", gone)}.", .. notes];
        return pods.Length > 0
            ? Done(new PodsSnapshot(pods, notes, gone), EffectJson.Default.PodsSnapshot)
            : new EffectOutcome.Refused($"None of the pods could be cut off. {string.Join(" ", notes)}");
    }

    private async Task<Cut> CutOffAsync(
        QuarantineRound round, IPodIsolation isolation, QuarantinePods payload, QuarantinedPod pod, bool isAgain, CancellationToken cancellationToken)
    {
        var cut = new Cut(pod.Name);
        var (claimed, isHeld, unread) = await FindAnotherAsync(round, isolation, payload, pod, cancellationToken);
        if (unread is not null)
            return cut with { Stopped = OutcomeOf(unread) };
        if (isHeld)
            return cut with { Note = $"{pod.Name} is in another quarantine already ({claimed})." };

        var before = pod;
        string? tooLong = null;
        var isOurs = false;
        var isTaken = false;
        var change = await round.ChangeAsync(
            pod,
            state =>
            {
                // The labels as they are now: somebody may have changed them since the snapshot, and this is what to go back to.
                // Before the first try nothing of ours can be there; after it, our label may have been taken and the mark left.
                isOurs = round.IsLabelled(state) || (isAgain && round.MarkOf(state) is not null);
                before = pod with { Labels = isOurs ? round.MarkOf(state)?.Labels ?? pod.Labels : WithoutOurs(state.Labels) };
                tooLong = SnapshotPodsHandler.WhyTooLong(before);
                isTaken = AnotherOf(round, state) is { } other && other != claimed;
                return isTaken || tooLong is not null || round.IsHeld(state, before.Labels) ? null : round.Isolate(state, before.Labels, Context.Time.GetUtcNow());
            },
            round.IsIsolated,
            cancellationToken);
        if (isTaken)
            return cut with { Stopped = new EffectOutcome.Again(null, $"{pod.Name} was put into another quarantine meanwhile.") };
        return (change, OutcomeOf(change), tooLong) switch
        {
            (ObjectChange.Gone, _, _) => cut with { IsGone = true },

            // A write of ours has taken its labels: it is to be held and undone, whatever else is the matter.
            (ObjectChange.Altered altered, _, _) => cut with { Pod = before, Note = altered.Fault.Reason },
            (_, EffectOutcome.Refused refused, _) => cut with { Pod = isOurs ? before : null, Note = $"{pod.Name}: {refused.Reason}" },
            (_, { } stopped, _) => cut with { Stopped = stopped },
            (_, _, { } reason) => cut with { Note = reason },
            _ => cut with { Pod = before },
        };
    }

    /// <summary>
    /// The quarantine that claims the pod, and whether it holds it. Labels and marks can be forged; a NetworkPolicy that
    /// holds cuts off, whoever wrote it, as long as nothing else selects the pod.
    /// </summary>
    private static async Task<(string? Claimed, bool IsHeld, ClusterFault? Unread)> FindAnotherAsync(
        QuarantineRound round, IPodIsolation isolation, QuarantinePods payload, QuarantinedPod pod, CancellationToken cancellationToken)
    {
        var read = await isolation.ReadPodAsync(payload.Workload.Namespace, pod.Name, cancellationToken);
        if (!read.Succeeded(out var state, out var fault))
            return (null, false, fault.SaysNotFound ? null : fault);
        if (AnotherOf(round, state) is not { } another)
            return (null, false, null);
        var theirs = await isolation.ReadPolicyAsync(payload.Workload.Namespace, another, cancellationToken);
        return theirs.Succeeded(out var policy, out fault) ? (another, policy.Holds, null) : (another, false, fault.SaysNotFound ? null : fault);
    }

    /// <summary>The quarantine that a pod's only label and its mark name, where that is not ours.</summary>
    private static string? AnotherOf(QuarantineRound round, PodState state) =>
        !round.IsLabelled(state) && state.Labels.Count == 1 && state.Labels.TryGetValue(QuarantineNames.Label, out var label)
        && QuarantineMark.Parse(state.Mark) is { } mark && QuarantineNames.ValueOf(mark.Id) == label
            ? mark.Id
            : null;

    private static Dictionary<string, string> WithoutOurs(IReadOnlyDictionary<string, string> labels) =>
        labels.Where(static label => label.Key != QuarantineNames.Label).ToDictionary(StringComparer.Ordinal);

    /// <param name="Name">Name of the pod.</param>
    /// <param name="Pod">As it was before, where it is ours to hold and to give back.</param>
    /// <param name="IsGone">Whether it is not there any more.</param>
    /// <param name="Note">What people should know of it.</param>
    /// <param name="Stopped">What ends the try; null where it goes on.</param>
    private sealed record Cut(string Name, QuarantinedPod? Pod = null, bool IsGone = false, string? Note = null, EffectOutcome? Stopped = null);
}
