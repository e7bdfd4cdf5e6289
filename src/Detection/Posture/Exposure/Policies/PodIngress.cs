using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Policies;

/// <summary>Whom the network policies let connect to a pod: the union of what each policy that selects it admits.</summary>
internal sealed class PodIngress
{
    private readonly TargetPod _pod;
    private readonly ClusterNetwork _network;
    private readonly List<(NetworkPolicy Policy, NetworkRule Rule)> _rules;

    public PodIngress(TargetPod pod, ClusterNetwork network)
    {
        _pod = pod;
        _network = network;

        // What policies say of pods on the node's network is not defined, and most plug-ins pass it over.
        Policies = pod.HostNetwork ? [] : [.. network.Policies.Where(policy => policy.IsolatesIngress && policy.Namespace == pod.Namespace && policy.Pods.Selects(pod.Labels))];
        _rules = [.. Policies.SelectMany(static policy => policy.Ingress, static (policy, rule) => (policy, rule))];
    }

    /// <summary>Those that select the pod; without any it admits everybody.</summary>
    public IReadOnlyList<NetworkPolicy> Policies { get; }

    public bool IsIsolated => Policies.Count > 0;

    /// <summary>Names of the policies, for people.</summary>
    public string Names => string.Join(", ", Policies.Select(static policy => policy.Name).Order(StringComparer.Ordinal));

    /// <summary>Addresses that may connect to a port.</summary>
    /// <param name="port">Null for any port.</param>
    public AddressSet Addresses(PodPort? port)
    {
        if (!IsIsolated)
            return AddressSet.All;
        var admitted = AddressSet.Empty;
        foreach (var (_, rule) in Covering(port))
        {
            if (rule.Peers.Count == 0)
                return AddressSet.All;
            foreach (var block in rule.Peers.Select(static peer => peer.Block).OfType<AddressBlock>())
                admitted = admitted.Union(block.Addresses());
        }

        return admitted;
    }

    /// <summary>Whether each pod of the cluster may connect to a port.</summary>
    public bool AdmitsEveryPod(PodPort? port) =>
        !IsIsolated || Covering(port).Any(static one => one.Rule.Peers.Count == 0
            || one.Rule.Peers.Any(static peer => peer is { Block: null, Namespaces.IsEverything: true, Pods: null or { IsEverything: true } }));

    /// <summary>Whether pods with certain labels may connect to a port.</summary>
    /// <param name="place">Their namespace.</param>
    /// <param name="labels">Labels that they have; they may have more.</param>
    /// <param name="port">Null for any port.</param>
    /// <returns>Null where it depends on what is not known of them.</returns>
    public bool? Admits(string place, IReadOnlyDictionary<string, string> labels, PodPort? port)
    {
        if (AdmitsEveryPod(port))
            return true;
        var answers = PodPeers(port).Select(one => And(InNamespace(one.Policy, one.Peer, place), Matches(one.Peer.Pods, labels))).ToList();
        return answers.Contains(true) ? true : answers.Contains(null) ? null : false;
    }

    /// <summary>From which namespaces somebody who may label pods there at will gets through to a port.</summary>
    /// <param name="port">Null for any port.</param>
    public NamespaceReach Namespaces(PodPort? port)
    {
        if (AdmitsEveryPod(port))
            return new NamespaceReach(true, true, false, "all namespaces");
        var (own, other, perhaps, which) = (false, false, false, "");
        foreach (var (policy, peer) in PodPeers(port).Where(static one => one.Peer.Pods?.IsSatisfiable() != false))
        {
            own |= InNamespace(policy, peer, _pod.Namespace) == true;
            if (peer.Namespaces is not { } selector)
                continue;
            var (takes, name) = Other(selector);
            if (takes == true || (takes is null && !other))
                which = name;
            other |= takes == true;
            perhaps |= takes is null;
        }

        return new NamespaceReach(own, other, perhaps && !other, which);
    }

    /// <summary>Whether a selector takes another namespace than the pod's; null where namespaces with such labels may exist.</summary>
    private (bool? Takes, string Name) Other(LabelSelector selector)
    {
        if (selector.IsEverything)
            return (true, "all namespaces");
        var found = _network.Namespaces.Where(one => one.Key != _pod.Namespace && selector.Selects(one.Value)).Select(static one => one.Key).Order(StringComparer.Ordinal).FirstOrDefault();
        if (found is not null)
            return (true, $"namespaces with {selector}, such as {found}");
        return _pod.KnowsNamespaces || !selector.IsSatisfiable() ? (false, "") : (null, $"namespaces with {selector}");
    }

    private bool? InNamespace(NetworkPolicy policy, NetworkPeer peer, string place)
    {
        if (peer.Namespaces is not { } selector)
            return place == policy.Namespace;
        if (selector.IsEverything)
            return true;
        if (_network.Namespaces.TryGetValue(place, out var labels))
            return selector.Selects(labels);
        return Matches(selector, new Dictionary<string, string>(StringComparer.Ordinal) { [ClusterNetwork.NameLabel] = place });
    }

    /// <summary>Whether a selector takes what has these labels and perhaps others.</summary>
    private static bool? Matches(LabelSelector? selector, IReadOnlyDictionary<string, string> labels)
    {
        bool? matches = true;
        foreach (var requirement in selector?.Requirements ?? [])
            matches = And(matches, labels.TryGetValue(requirement.Key, out var value) ? requirement.Holds(value) : null);
        return matches;
    }

    private static bool? And(bool? one, bool? other) => one == false || other == false ? false : one is null || other is null ? null : true;

    private IEnumerable<(NetworkPolicy Policy, NetworkPeer Peer)> PodPeers(PodPort? port) =>
        Covering(port).SelectMany(static one => one.Rule.Peers, static (one, peer) => (one.Policy, Peer: peer)).Where(static one => one.Peer.Block is null);

    private IEnumerable<(NetworkPolicy Policy, NetworkRule Rule)> Covering(PodPort? port) =>
        _rules.Where(one => one.Rule.Ports.Count == 0 || one.Rule.Ports.Any(admitted => _pod.Covers(admitted, port)));
}

/// <param name="Own">From the pod's own namespace.</param>
/// <param name="Other">From another one.</param>
/// <param name="PerhapsOther">From another one, if there is one with such labels, which is not known.</param>
/// <param name="Which">The other ones, for people.</param>
internal sealed record NamespaceReach(bool Own, bool Other, bool PerhapsOther, string Which);
