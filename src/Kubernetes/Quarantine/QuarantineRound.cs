using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>One try of an effect on a containment's pods. Before each write it asks the fence.</summary>
internal sealed class QuarantineRound(IPodIsolation isolation, IEffectFence fence, ClaimedEffect effect, WorkloadRef workload, string containment)
{
    private readonly string _namespace = workload.Namespace;
    private readonly string _from = $"{workload.Kind}/{workload.Name}";
    private readonly string _label = QuarantineNames.ValueOf(containment);

    /// <summary>The mark that a pod bears of this containment; null where it bears none.</summary>
    public QuarantineMark? MarkOf(PodState state) => QuarantineMark.Parse(state.Mark) is { } mark && mark.Id == containment ? mark : null;

    /// <summary>Whether a pod bears our label.</summary>
    public bool IsLabelled(PodState state) => state.Labels.GetValueOrDefault(QuarantineNames.Label) == _label;

    /// <summary>Whether nothing but our NetworkPolicy selects a pod by its labels.</summary>
    public bool IsIsolated(PodState state) => IsLabelled(state) && state.Labels.Count == 1;

    /// <summary>Whether a pod is isolated and says what it was before.</summary>
    public bool IsHeld(PodState state, IReadOnlyDictionary<string, string> before) =>
        IsIsolated(state) && state.From == _from && MarkOf(state)?.Keeps(before) == true;

    /// <summary>Leaves a pod our label alone.</summary>
    /// <param name="state">The pod.</param>
    /// <param name="before">The labels to give back one day.</param>
    /// <param name="now">When it is written.</param>
    public PodWrite Isolate(PodState state, IReadOnlyDictionary<string, string> before, DateTimeOffset now)
    {
        var labels = state.Labels.Keys.ToDictionary(static key => key, static _ => (string?)null, StringComparer.Ordinal);
        labels[QuarantineNames.Label] = _label;
        return new PodWrite(state.ResourceVersion, labels, new QuarantineMark(containment, before, MarkOf(state)?.At ?? now).Format(), _from);
    }

    /// <summary>Marks a pod and changes nothing else: what was sent to it before, and is still on its way, fails then.</summary>
    public PodWrite ShutOut(PodState state, DateTimeOffset now) =>
        new(state.ResourceVersion, new Dictionary<string, string?>(), new QuarantineMark(containment, state.Labels, now).Format());

    /// <summary>Gives a pod labels back.</summary>
    public static PodWrite Release(PodState state, IReadOnlyDictionary<string, string> labels)
    {
        var back = labels.ToDictionary(static label => label.Key, static label => (string?)label.Value, StringComparer.Ordinal);
        back.TryAdd(QuarantineNames.Label, null);
        return new PodWrite(state.ResourceVersion, back, null);
    }

    /// <summary>Reads a pod and writes what it needs, anew as long as others are faster.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="need">What is to be written to a pod in this state; null for nothing.</param>
    /// <param name="isWritten">Whether a pod is as it was written: an admission webhook may have changed that.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ObjectChange> ChangeAsync(QuarantinedPod pod, Func<PodState, PodWrite?> need, Func<PodState, bool> isWritten, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ClusterEffectContext.MaxConflicts; attempt++)
        {
            var read = await isolation.ReadPodAsync(_namespace, pod.Name, cancellationToken);
            if (!read.Succeeded(out var state, out var fault))
                return fault.SaysNotFound ? new ObjectChange.Gone() : new ObjectChange.Unread(fault);
            if (state.Uid != pod.Uid || state.HasEnded)
                return new ObjectChange.Gone();
            if (need(state) is not { } write)
                return new ObjectChange.Left();
            if (await fence.CheckAsync(effect, cancellationToken) is { } stopped)
                return new ObjectChange.Stopped(stopped);
            var written = await isolation.WritePodAsync(_namespace, pod.Name, write, cancellationToken);
            if (written.Succeeded(out var after, out fault))
                return isWritten(after) ? new ObjectChange.Written() : new ObjectChange.Altered(Altered($"Pod {pod.Name}"));
            if (fault.Kind != FaultKind.Conflict)
                return fault.SaysNotFound ? new ObjectChange.Gone() : new ObjectChange.Unwritten(fault);
        }

        return new ObjectChange.Unwritten(new ClusterFault(FaultKind.Conflict, $"Pod {pod.Name} keeps changing: {ClusterEffectContext.MaxConflicts} writes in a row came too late."));
    }

    /// <summary>Has the NetworkPolicy be there as it must.</summary>
    public async Task<ObjectChange> EnsurePolicyAsync(CancellationToken cancellationToken)
    {
        var read = await isolation.ReadPolicyAsync(_namespace, containment, cancellationToken);
        if (read.Succeeded(out var policy, out var fault) && policy.Holds)
            return new ObjectChange.Left();
        if (fault is { SaysNotFound: false })
            return new ObjectChange.Unread(fault);
        if (await fence.CheckAsync(effect, cancellationToken) is { } stopped)
            return new ObjectChange.Stopped(stopped);
        var written = await isolation.WritePolicyAsync(_namespace, containment, cancellationToken);
        return written.Succeeded(out policy, out fault)
            ? policy.Holds ? new ObjectChange.Written() : new ObjectChange.Altered(Altered($"NetworkPolicy {QuarantineNames.PolicyOf(containment)}"))
            : new ObjectChange.Unwritten(fault);
    }

    /// <summary>Removes the NetworkPolicy, where it is there.</summary>
    public async Task<ObjectChange> RemovePolicyAsync(CancellationToken cancellationToken)
    {
        var read = await isolation.ReadPolicyAsync(_namespace, containment, cancellationToken);
        if (!read.Succeeded(out var policy, out var fault))
            return fault.SaysNotFound ? new ObjectChange.Gone() : new ObjectChange.Unread(fault);
        if (await fence.CheckAsync(effect, cancellationToken) is { } stopped)
            return new ObjectChange.Stopped(stopped);
        return await isolation.DeletePolicyAsync(_namespace, containment, policy.Uid, cancellationToken) is { SaysNotFound: false } undeleted
            ? new ObjectChange.Unwritten(undeleted)
            : new ObjectChange.Written();
    }

    private ClusterFault Altered(string what) => new(FaultKind.Invalid, $"{what} in {_namespace} was written, and something changed what was.");
}
