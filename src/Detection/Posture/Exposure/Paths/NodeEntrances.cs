using System.Net;
using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Exposure.Policies;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Ports that are open on nodes: who reaches the node reaches them.</summary>
internal sealed class NodeEntrances(TargetPod pod, ClusterSnapshot cluster)
{
    public IEnumerable<Entry> All()
    {
        if (pod.HostNetwork)
        {
            foreach (var entry in Entries("HostNetwork", null, "The pod is on its node's network: whatever it listens at is open on the node, past network policies.", pod.Node))
                yield return entry;
            yield break;
        }

        foreach (var port in pod.Ports.Where(static port => port.HostPort > 0))
        {
            var target = new PodPort(port.Protocol ?? PodPort.Tcp, port.Number);
            var isAny = port.HostIp is null or "" or "0.0.0.0" or "::";
            if (!isAny && IPAddress.TryParse(port.HostIp, out var address) && IPAddress.IsLoopback(address))
                continue;
            var at = isAny ? "" : $" at {port.HostIp}";
            var step = $"Port {port.HostPort} of the node{at} leads to {target} of the pod (hostPort).";
            if (!isAny && AddressKind.IsPublic(port.HostIp!) == false)
            {
                yield return new Entry("HostPort", AddressSet.Private, true, target, [step]);
                continue;
            }

            foreach (var entry in Entries("HostPort", target, step, pod.Node))
                yield return entry;
        }
    }

    /// <param name="by">As in <see cref="ExposurePath.By"/>.</param>
    /// <param name="port">The pod's; null for any.</param>
    /// <param name="step">What opens it.</param>
    /// <param name="node">The one node; null for all.</param>
    public IEnumerable<Entry> Entries(string by, PodPort? port, string step, string? node)
    {
        yield return new Entry(by, AddressSet.Private, true, port, [step]);
        var nodes = cluster.Nodes.Where(one => node is null || one.Name == node).ToList();
        var found = nodes.SelectMany(static one => one.Addresses, static (one, address) => (Node: one.Name, Address: address)).FirstOrDefault(static one => AddressKind.IsPublic(one.Address) == true);
        if (found.Address is not null)
            yield return new Entry(by, AddressSet.All, true, port, [step, $"Node {found.Node} has the public address {found.Address}; a firewall before it is not known here."]);
        else if (!cluster.Knows("Node") || nodes.Count == 0)
            yield return new Entry(by, AddressSet.All, false, port, [step, "Whether its nodes have public addresses is not known."]);
    }
}
