using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

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

        var all = await Task.WhenAll(payload.Pods.Select(pod => CutOffAsync(round, cluster.Isolation, payload, pod, cancellationToken)));

        // What one pod does not let be done keeps none of the others. What may succeed later is tried again for all.
        if (all.Select(static one => one.Stopped).FirstOrDefault(static stopped => stopped is not null and not EffectOutcome.Refused) is { } again)
            return again;
        string[] notes = [.. all.Select(static one => one.Note ?? (one.Stopped as EffectOutcome.Refused)?.Reason).OfType<string>()];
        QuarantinedPod[] pods = [.. all.Select(static one => one.Pod).OfType<QuarantinedPod>()];
        return pods.Length > 0
            ? Done(new PodsSnapshot(pods, notes), EffectJson.Default.PodsSnapshot)
            : new EffectOutcome.Refused($"None of the pods could be cut off. {string.Join(" ", notes)}");
    }

    private async Task<(QuarantinedPod? Pod, string? Note, EffectOutcome? Stopped)> CutOffAsync(
        QuarantineRound round, IPodIsolation isolation, QuarantinePods payload, QuarantinedPod pod, CancellationToken cancellationToken)
    {
        if (await FindAnotherAsync(round, isolation, payload, pod, cancellationToken) is { } another)
            return (null, $"{pod.Name} is in another quarantine already ({another}).", null);

        var before = pod;
        string? tooLong = null;
        var change = await round.ChangeAsync(
            pod,
            state =>
            {
                // The labels as they are now: somebody may have changed them since the snapshot, and this is what to go back to.
                before = pod with { Labels = round.IsLabelled(state) ? round.MarkOf(state)?.Labels ?? pod.Labels : WithoutOurs(state.Labels) };
                tooLong = SnapshotPodsHandler.WhyTooLong(before);
                return tooLong is not null || round.IsHeld(state, before.Labels) ? null : round.Isolate(state, before.Labels, Context.Time.GetUtcNow());
            },
            round.IsIsolated,
            cancellationToken);
        return (OutcomeOf(change), change, tooLong) switch
        {
            ({ } stopped, _, _) => (null, null, stopped),
            (_, ObjectChange.Gone, _) => (null, $"{pod.Name} was gone.", null),
            (_, _, { } reason) => (null, reason, null),
            _ => (before, null, null),
        };
    }

    /// <summary>
    /// The quarantine that has the pod already. Labels and marks can be forged; a NetworkPolicy that holds cuts off, whoever
    /// wrote it.
    /// </summary>
    private static async Task<string?> FindAnotherAsync(
        QuarantineRound round, IPodIsolation isolation, QuarantinePods payload, QuarantinedPod pod, CancellationToken cancellationToken)
    {
        var read = await isolation.ReadPodAsync(payload.Workload.Namespace, pod.Name, cancellationToken);
        if (!read.Succeeded(out var state, out _) || round.IsLabelled(state) || !state.Labels.TryGetValue(QuarantineNames.Label, out var label)
            || QuarantineMark.Parse(state.Mark) is not { } mark || QuarantineNames.ValueOf(mark.Id) != label)
            return null;
        var theirs = await isolation.ReadPolicyAsync(payload.Workload.Namespace, mark.Id, cancellationToken);
        return theirs.Succeeded(out var policy, out _) && policy.Holds ? mark.Id : null;
    }

    private static Dictionary<string, string> WithoutOurs(IReadOnlyDictionary<string, string> labels) =>
        labels.Where(static label => label.Key != QuarantineNames.Label).ToDictionary(StringComparer.Ordinal);
}
