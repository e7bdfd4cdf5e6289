using System.Globalization;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Kubernetes.Pods;
using IncidentMesh.Kubernetes.Quarantine;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>Labels of made-up pods, and the NetworkPolicies that we write.</summary>
/// <param name="gate">The cluster's lock.</param>
/// <param name="find">The pod of that namespace and name.</param>
/// <param name="changed">What follows when a pod is selected by its workload no more, or again.</param>
internal sealed class RecordingIsolation(Lock gate, Func<string, string, PodRecord?> find, Action<PodRecord> changed) : IPodIsolation
{
    private readonly Dictionary<string, PodState> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyState> _policies = new(StringComparer.Ordinal);

    /// <summary>Whether a pod's workload does not select it any more.</summary>
    public bool IsDetached(PodRecord pod) => _pods.TryGetValue(pod.Uid, out var state) && state.Labels.GetValueOrDefault("app") != pod.WorkloadName;

    public Task<ClusterAnswer<PodState>> ReadPodAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(find(@namespace, name) is { } pod ? ClusterAnswer<PodState>.Of(StateOf(pod)) : NotFound($"pod {@namespace}/{name}"));
    }

    public Task<ClusterAnswer<PodState>> WritePodAsync(string @namespace, string name, PodWrite write, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (find(@namespace, name) is not { } pod)
                return Task.FromResult<ClusterAnswer<PodState>>(NotFound($"pod {@namespace}/{name}"));
            var state = StateOf(pod);
            if (state.ResourceVersion != write.ResourceVersion)
                return Task.FromResult<ClusterAnswer<PodState>>(new ClusterFault(FaultKind.Conflict, $"Pod {name} has changed since version {write.ResourceVersion}."));

            var labels = state.Labels.Where(label => !write.Labels.ContainsKey(label.Key))
                .Concat(write.Labels.Where(static label => label.Value is not null).Select(static label => KeyValuePair.Create(label.Key, label.Value!)))
                .ToDictionary(StringComparer.Ordinal);
            var next = state with
            {
                ResourceVersion = (long.Parse(state.ResourceVersion, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture),
                Labels = labels,
                Mark = write.Mark,
                From = write.From,
            };
            _pods[pod.Uid] = next;
            changed(pod);
            return Task.FromResult(ClusterAnswer<PodState>.Of(next));
        }
    }

    public Task<ClusterAnswer<IReadOnlyList<OpenPolicy>>> FindOpenPoliciesAsync(
        string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        Task.FromResult(ClusterAnswer<IReadOnlyList<OpenPolicy>>.Of([]));

    public Task<ClusterAnswer<PolicyState>> ReadPolicyAsync(string @namespace, string containment, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(_policies.TryGetValue(NameOf(@namespace, containment), out var policy)
                ? ClusterAnswer<PolicyState>.Of(policy)
                : NotFound($"NetworkPolicy {NameOf(@namespace, containment)}"));
        }
    }

    public Task<ClusterAnswer<PolicyState>> WritePolicyAsync(string @namespace, string containment, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var policy = _policies[NameOf(@namespace, containment)] = new PolicyState(Guid.NewGuid().ToString(), Holds: true);
            return Task.FromResult(ClusterAnswer<PolicyState>.Of(policy));
        }
    }

    public Task<ClusterFault?> DeletePolicyAsync(string @namespace, string containment, string uid, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(_policies.Remove(NameOf(@namespace, containment)) ? null : NotFound($"NetworkPolicy {NameOf(@namespace, containment)}"));
    }

    private PodState StateOf(PodRecord pod) => _pods.TryGetValue(pod.Uid, out var state)
        ? state
        : new PodState(pod.Uid, "1", new Dictionary<string, string> { ["app"] = pod.WorkloadName }, null, CreatedAt: pod.StartedAt);

    private static string NameOf(string @namespace, string containment) => $"{@namespace}/{QuarantineNames.PolicyOf(containment)}";

    private static ClusterFault NotFound(string what) => new(FaultKind.Missing, $"There is no {what}.") { SaysNotFound = true };
}
