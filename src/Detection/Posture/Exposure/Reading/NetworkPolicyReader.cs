using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Reading;

internal static class NetworkPolicyReader
{
    public static NetworkPolicy Read(Field root)
    {
        var metadata = MetadataReader.Read(root.Object("metadata"));
        var spec = root.Object("spec");
        var types = spec?.Texts("policyTypes") ?? [];
        var egress = Rules(spec, "egress", "to");
        return new NetworkPolicy(
            metadata.Namespace ?? "default",
            metadata.Name ?? "",
            LabelSelectorReader.Read(spec?.Object("podSelector")) ?? LabelSelector.Everything,
            types.Count == 0 || types.Contains("Ingress", StringComparer.Ordinal),
            Rules(spec, "ingress", "from"),
            types.Count == 0 ? egress.Count > 0 : types.Contains("Egress", StringComparer.Ordinal),
            egress);
    }

    private static List<NetworkRule> Rules(Field? spec, string name, string peers) =>
    [
        .. (spec?.Objects(name) ?? []).Select(rule => new NetworkRule(
            [.. rule.Objects(peers).Select(Peer)],
            [.. rule.Objects("ports").Select(Port)])),
    ];

    private static NetworkPeer Peer(Field peer)
    {
        if (peer.Object("ipBlock") is not { } block)
            return new NetworkPeer(null, LabelSelectorReader.Read(peer.Object("namespaceSelector")), LabelSelectorReader.Read(peer.Object("podSelector")));
        var found = new AddressBlock(block.Text("cidr") ?? "", block.Texts("except"));
        if (found.Except.Append(found.Cidr).FirstOrDefault(static cidr => !AddressSet.TryParse(cidr, out _)) is { } wrong)
            block.Report("cidr", $"holds '{wrong}', which is no network.");
        return new NetworkPeer(found, null, null);
    }

    private static NetworkPort Port(Field port) =>
        new(port.Text("protocol") ?? PodPort.Tcp, port.PortOrName("port"), (int?)port.Integer("endPort"));
}
