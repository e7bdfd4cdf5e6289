using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>
/// Looks at quarantined pods and their NetworkPolicy again and again, and sets right what others change. Whoever removes
/// mark and label of a pod has taken it back, and people are told.
/// </summary>
internal sealed class HoldQuarantineHandler(ClusterEffectContext context)
    : QuarantineHandler<HoldQuarantine>(EffectKinds.HoldQuarantine, EffectJson.Default.HoldQuarantine, context)
{
    // NetworkPolicies add up: whoever may write them can let traffic through beside ours.
    private static readonly ClusterFault NewlyOpen = new(FaultKind.Invalid, "it was not there, or did not, before the quarantine.");

    protected override WorkloadRef WorkloadOf(HoldQuarantine payload) => payload.Workload;

    // What nobody may touch any more is not held either.
    protected override EffectOutcome? EndAtOnce(ClaimedEffect effect, HoldQuarantine payload) => WhyProtected(payload.Workload);

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, HoldQuarantine payload, CancellationToken cancellationToken)
    {
        var round = new QuarantineRound(cluster.Isolation, Context.Fence, effect, payload.Workload, payload.Containment);
        var looks = await Task.WhenAll(payload.Pods.Select(pod => LookAsync(round, pod, cancellationToken)));
        var held = looks.Count(static look => look.IsHeld);
        string[] gone = [.. looks.Where(static look => look.IsGone).Select(static look => look.Pod)];
        string[] released = [.. looks.Where(static look => look.IsReleased).Select(static look => look.Pod)];
        List<string> found = [.. looks.Select(static look => look.Found).OfType<string>()];
        List<(string What, ClusterFault Fault)> loose = [.. looks.Where(static look => look.Fault is not null).Select(static look => ($"{look.Pod} was changed and cannot be set right", look.Fault!))];
        var also = found.Count > 0 ? $" Set right: {string.Join(", ", found)}." : "";
        var names = string.Join(", ", released);
        if (released.Length > 0)
        {
            return held == 0
                ? Drift(DriftKind.Lost, $"Mark and label of {names} were removed: nothing is cut off any more.{also}", released)
                : Drift(DriftKind.Released, $"Mark and label of {names} were removed: not cut off any more.{also}", released);
        }

        if (gone.Length > 0)
            return Drift(DriftKind.Gone, $"Gone, so that nothing of it is left: {string.Join(", ", gone)}.{also}", gone);
        if (looks.Select(static look => look.Ended).FirstOrDefault(static ended => ended is not null) is { } ended)
            return found.Count > 0 ? Corrected(found) : ended;
        if (held > 0)
        {
            var policy = await round.EnsurePolicyAsync(cancellationToken);
            if (policy is ObjectChange.Stopped or ObjectChange.Unread)
                return found.Count > 0 ? Corrected(found) : OutcomeOf(policy)!;
            if (policy is ObjectChange.Written)
                found.Add("the NetworkPolicy was removed or changed");
            if (FaultOf(policy) is { } unwritten)
                loose.Add(("the NetworkPolicy was removed or changed and cannot be set right", unwritten));
            var read = await cluster.Isolation.FindOpenPoliciesAsync(payload.Workload.Namespace, QuarantineNames.LabelsOf(payload.Containment), cancellationToken);
            if (!read.Succeeded(out var open, out var unread) && (payload.Last == DriftKind.Stuck || unread.Kind != FaultKind.Denied))
                return found.Count > 0 ? Corrected(found) : OutcomeOf(unread);
            loose.AddRange((open ?? []).Except(payload.OpenPolicies).Select(static policy => ($"NetworkPolicy {policy.Name} lets traffic through", NewlyOpen)));
        }

        if (loose.Count > 0)
            return NotHeld(payload.Last, loose[0].Fault, $"Something is not cut off, because {loose[0].What}");
        if (found.Count > 0)
            return Corrected(found);
        return payload.Last == DriftKind.Stuck
            ? Drift(DriftKind.Recovered, held == 0 ? "None of the pods is left" : "It is cut off again")
            : new EffectOutcome.Again(Context.Options.HoldPoll, held == 0 ? "None of the pods is left." : $"{(held == 1 ? "1 pod is" : $"{held} pods are")} cut off.");
    }

    /// <summary>It never gives up by itself: a server that does not answer may be back.</summary>
    protected override EffectOutcome OutcomeOf(ClusterFault fault) => new EffectOutcome.Again(HoldPauseAfter(fault), fault.Reason);

    private static EffectOutcome Corrected(IReadOnlyList<string> found) =>
        Drift(DriftKind.Corrected, $"Somebody changed what is cut off: {string.Join(", ", found)}: set right");

    private async Task<Look> LookAsync(QuarantineRound round, QuarantinedPod pod, CancellationToken cancellationToken)
    {
        var look = new Look(pod.Name);
        var wasIsolated = false;
        var change = await round.ChangeAsync(
            pod,
            state =>
            {
                look = look with { IsReleased = round.MarkOf(state) is null && !round.IsLabelled(state) };
                wasIsolated = round.IsIsolated(state);
                return look.IsReleased || round.IsHeld(state, pod.Labels) ? null : round.Isolate(state, pod.Labels, Context.Time.GetUtcNow());
            },
            round.IsIsolated,
            cancellationToken);
        return change switch
        {
            ObjectChange.Stopped or ObjectChange.Unread => look with { Ended = OutcomeOf(change) },
            ObjectChange.Gone => look with { IsReleased = false, IsGone = true },
            _ when look.IsReleased => look,
            ObjectChange.Written => look with { IsHeld = true, Found = wasIsolated ? $"the mark of {pod.Name} was removed or changed" : $"{pod.Name} was given other labels" },
            _ when !wasIsolated => look with { IsHeld = true, Fault = FaultOf(change) },
            _ => look with { IsHeld = true },
        };
    }

    private static ClusterFault? FaultOf(ObjectChange change) => change switch
    {
        ObjectChange.Unwritten unwritten => unwritten.Fault,
        ObjectChange.Altered altered => altered.Fault,
        _ => null,
    };

    /// <param name="Pod">Name of the pod.</param>
    /// <param name="IsHeld">Whether it is there and to be held.</param>
    /// <param name="IsReleased">Whether somebody took it back.</param>
    /// <param name="IsGone">Whether it is not there any more.</param>
    /// <param name="Found">What had to be set right; null for nothing.</param>
    /// <param name="Fault">Why it is not cut off; null where it is.</param>
    /// <param name="Ended">What ends the try; null where it goes on.</param>
    private sealed record Look(string Pod, bool IsHeld = false, bool IsReleased = false, bool IsGone = false, string? Found = null, ClusterFault? Fault = null, EffectOutcome? Ended = null);
}
