using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Pods;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>Reads the labels of pods that are to be quarantined, and what would let traffic through all the same. Writes nothing.</summary>
internal sealed class SnapshotPodsHandler(ClusterEffectContext context)
    : ClusterEffectHandler<QuarantineTarget>(EffectKinds.SnapshotPods, EffectJson.Default.QuarantineTarget, context)
{
    /// <summary>Characters of a pod's labels: they are kept with the incident.</summary>
    private const int MostLabels = 4 * 1024;

    private const int MostPolicies = 100;

    protected override WorkloadRef WorkloadOf(QuarantineTarget payload) => payload.Workload;

    protected override async Task<EffectOutcome> ExecuteAsync(
        ICluster cluster, ClaimedEffect effect, QuarantineTarget payload, CancellationToken cancellationToken)
    {
        var workload = payload.Workload;
        var read = await cluster.ReadScaleAsync(workload, cancellationToken);
        if (!read.Succeeded(out var state, out var fault))
            return OutcomeOf(fault);
        if (WhyRecreated(workload, payload.Uid, state) is { } another)
            return another;

        var found = await NamedPods.FindAsync(cluster, workload, payload.Pods, seenAt: null, cancellationToken);
        if (!found.Succeeded(out var named, out fault))
            return OutcomeOf(fault);
        List<QuarantinedPod> pods = [];
        List<string> notes = [.. named.Notes];
        foreach (var (name, pod) in named.Owned)
        {
            if (pod.IsOnHostNetwork)
                return new EffectOutcome.Refused($"Pod {name} is on the network of its node, which no NetworkPolicy isolates: {Instead(workload)}.");
            var before = new QuarantinedPod(name, pod.Uid, pod.Labels, pod.Owner);
            if (WhyTooLong(before) is { } tooLong)
                notes.Add(tooLong);
            else
                pods.Add(before);
        }

        if (pods.Count == 0)
            return new EffectOutcome.Refused($"There is nothing to quarantine. {string.Join(" ", notes)}");
        var policies = await cluster.Isolation.FindOpenPoliciesAsync(workload.Namespace, QuarantineNames.LabelsOf(payload.Containment), cancellationToken);
        if (!policies.Succeeded(out var open, out fault))
            return OutcomeOf(fault);
        if (open.Count > MostPolicies)
            return new EffectOutcome.Refused($"{open.Count} NetworkPolicies of the namespace let traffic through for all pods: that would cut nothing off. Instead, {Instead(workload)}.");
        if (open.Count > 0)
            notes.Add($"What these NetworkPolicies let through for all pods goes through all the same: {string.Join(", ", open.Take(10).Select(static policy => policy.Name))}{(open.Count > 10 ? $" and {open.Count - 10} more" : "")}.");
        return Done(new PodsSnapshot(pods, notes, named.Gone, open), EffectJson.Default.PodsSnapshot);
    }

    private static string Instead(WorkloadRef workload) => WorkloadKinds.IsScalable(workload.Kind) ? "scale the workload to zero, or delete the pod" : "delete the pod";

    /// <summary>Why a pod's labels are not kept; null where they are. Who may write to pods could give them more than an incident can keep.</summary>
    public static string? WhyTooLong(QuarantinedPod pod) => pod.Labels.Sum(static label => label.Key.Length + label.Value.Length) > MostLabels
        ? $"{pod.Name} has labels of more than {MostLabels / 1024} KiB, which are not kept: take some away, or ask for another action."
        : null;
}
