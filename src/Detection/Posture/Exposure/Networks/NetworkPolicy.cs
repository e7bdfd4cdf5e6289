using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Networks;

/// <summary>A NetworkPolicy of <c>networking.k8s.io/v1</c>.</summary>
/// <param name="Namespace">Whose pods it is about.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pods">Which of them.</param>
/// <param name="IsolatesIngress">Whether its pods admit nothing that no policy admits.</param>
/// <param name="Ingress">What it admits; without any rule nothing.</param>
/// <param name="IsolatesEgress">The same for what its pods may connect to.</param>
/// <param name="Egress">What it lets them connect to.</param>
public sealed record NetworkPolicy(
    string Namespace, string Name, LabelSelector Pods, bool IsolatesIngress, IReadOnlyList<NetworkRule> Ingress, bool IsolatesEgress, IReadOnlyList<NetworkRule> Egress);

/// <param name="Peers">From or to whom; empty for everybody.</param>
/// <param name="Ports">Empty for all.</param>
public sealed record NetworkRule(IReadOnlyList<NetworkPeer> Peers, IReadOnlyList<NetworkPort> Ports);

/// <summary>Either a block of addresses, or pods by their namespaces and labels.</summary>
/// <param name="Block">Null for pods.</param>
/// <param name="Namespaces">Null for the policy's own namespace.</param>
/// <param name="Pods">Null for all pods.</param>
public sealed record NetworkPeer(AddressBlock? Block, LabelSelector? Namespaces, LabelSelector? Pods);

/// <param name="Cidr">Such as <c>10.0.0.0/8</c>.</param>
/// <param name="Except">Parts of it that are left out.</param>
public sealed record AddressBlock(string Cidr, IReadOnlyList<string> Except)
{
    internal AddressSet Addresses() => Except.Aggregate(Set(Cidr), static (set, hole) => set.Except(Set(hole)));

    private static AddressSet Set(string network) => AddressSet.TryParse(network, out var set) ? set : AddressSet.Empty;
}

/// <param name="Protocol"><c>TCP</c> where the policy says nothing.</param>
/// <param name="Port">Null for all ports of the protocol.</param>
/// <param name="End">Last number of a range; null for one port.</param>
public sealed record NetworkPort(string Protocol, PortReference? Port, int? End);
