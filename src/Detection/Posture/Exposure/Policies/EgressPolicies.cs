using System.Net;
using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Exposure.Policies;

/// <summary>Whether network policies let a pod ask the cloud's metadata service.</summary>
internal static class EgressPolicies
{
    /// <summary>The metadata service of AWS, Azure, Google and most others.</summary>
    public const string MetadataAddress = "169.254.169.254";

    private const int HttpPort = 80;

    private static readonly IPAddress Metadata = IPAddress.Parse(MetadataAddress);

    public static bool AllowMetadata(PodManifest pod, ClusterSnapshot cluster)
    {
        if (pod.Spec.HostNetwork)
            return true;
        var place = pod.Metadata.Namespace ?? "default";
        var policies = cluster.Network.Policies
            .Where(policy => policy.IsolatesEgress && policy.Namespace == place && policy.Pods.Selects(pod.PodMetadata.Labels)).ToList();
        return policies.Count == 0 || policies.SelectMany(static policy => policy.Egress).Any(static rule =>
            (rule.Ports.Count == 0 || rule.Ports.Any(IsHttp))
            && (rule.Peers.Count == 0 || rule.Peers.Any(static peer => peer.Block?.Addresses().Contains(Metadata) == true)));
    }

    private static bool IsHttp(NetworkPort port) =>
        port.Protocol == PodPort.Tcp
        && (port.Port is not { } reference || (reference.Name is null && reference.Number <= HttpPort && HttpPort <= (port.End ?? reference.Number)));
}
