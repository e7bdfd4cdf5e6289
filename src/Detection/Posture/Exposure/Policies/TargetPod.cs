using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Exposure.Policies;

/// <summary>The pod that is asked about, as the network sees it.</summary>
internal sealed class TargetPod(PodManifest pod, ClusterSnapshot cluster)
{
    public string Namespace { get; } = pod.Metadata.Namespace ?? "default";

    public IReadOnlyDictionary<string, string> Labels { get; } = pod.PodMetadata.Labels;

    public bool HostNetwork { get; } = pod.Spec.HostNetwork;

    /// <summary>The node that it is bound to; null for a template or a pod that has none yet.</summary>
    public string? Node { get; } = pod.Spec.NodeName;

    /// <summary>Whether all namespaces are known, with their labels.</summary>
    public bool KnowsNamespaces { get; } = cluster.Knows("Namespace");

    public IReadOnlyList<ContainerPort> Ports { get; } = [.. pod.Spec.Containers.SelectMany(static container => container.Ports)];

    /// <summary>Whether an endpoint's pod is this one; of a template, whether its name begins like its workload's.</summary>
    public bool IsNamed(string name) => pod.IsPod ? name == pod.Name : name.StartsWith($"{pod.Name}-", StringComparison.Ordinal);

    /// <returns>The port that a reference means in this pod; null where none has that name.</returns>
    public PodPort? Resolve(PortReference reference, string protocol)
    {
        if (reference.Name is null)
            return new PodPort(protocol, reference.Number);
        var named = Ports.FirstOrDefault(port => port.Name == reference.Name && (port.Protocol ?? PodPort.Tcp) == protocol);
        return named is null ? null : new PodPort(protocol, named.Number);
    }

    /// <summary>Whether a policy's port takes in a port of this pod.</summary>
    /// <param name="admitted">The policy's.</param>
    /// <param name="port">The pod's; null for any.</param>
    public bool Covers(NetworkPort admitted, PodPort? port)
    {
        if (port is { } known && known.Protocol != admitted.Protocol)
            return false;
        if (admitted.Port is not { } reference)
            return true;
        if (Resolve(reference, admitted.Protocol) is not { } first)
            return false;
        var last = admitted.End ?? first.Number;
        return port is { } asked ? asked.Number >= first.Number && asked.Number <= last : first.Number <= last;
    }
}
