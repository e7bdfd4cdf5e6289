using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Reading;

internal static class ServiceReader
{
    /// <summary>The older way to say <c>loadBalancerSourceRanges</c>.</summary>
    private const string RangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

    public static Service Read(Field root)
    {
        var metadata = MetadataReader.Read(root.Object("metadata"));
        if (root.Object("spec") is not { } spec)
            return new Service { Namespace = metadata.Namespace ?? "default", Name = metadata.Name ?? "", Type = "ClusterIP" };
        var selector = LabelSelectorReader.OfMap(spec.TextMap("selector")).ToList();
        var ranges = spec.Texts("loadBalancerSourceRanges");
        return new Service
        {
            Namespace = metadata.Namespace ?? "default",
            Name = metadata.Name ?? "",
            Type = spec.Text("type") ?? "ClusterIP",
            Selector = selector.Count == 0 ? null : new LabelSelector(selector),
            Ports = [.. spec.Objects("ports").Select(Port)],
            IsHeadless = spec.Text("clusterIP") == "None",
            ExternalIps = spec.Texts("externalIPs"),
            SourceRanges = ranges.Count > 0 ? ranges : Ranges(metadata.Annotations.GetValueOrDefault(RangesAnnotation)),
            Annotations = metadata.Annotations,
            LoadBalancerClass = spec.Text("loadBalancerClass"),
            KeepsClient = spec.Text("externalTrafficPolicy") == "Local",
            AllocatesNodePorts = spec.Flag("allocateLoadBalancerNodePorts") ?? true,
            Addresses = LoadBalancerStatus(root),
        };
    }

    public static EndpointSlice ReadSlice(Field root)
    {
        var metadata = MetadataReader.Read(root.Object("metadata"));
        return new EndpointSlice(
            metadata.Namespace ?? "default",
            metadata.Labels.GetValueOrDefault("kubernetes.io/service-name") ?? "",
            [.. root.Objects("endpoints").Select(static endpoint => endpoint.Object("targetRef")).Where(static target => target?.Text("kind") == "Pod").Select(static target => target!.Value.Text("name") ?? "")],
            [.. root.Objects("ports").Select(static port => (port.Text("name"), new PodPort(port.Text("protocol") ?? PodPort.Tcp, port.Port("port") ?? 0)))]);
    }

    /// <summary>Addresses of <c>status.loadBalancer</c>; null where the object has no status.</summary>
    public static IReadOnlyList<string>? LoadBalancerStatus(Field root) =>
        root.Object("status") is { } status
            ? [.. (status.Object("loadBalancer")?.Objects("ingress") ?? []).Select(static one => one.Text("ip") ?? one.Text("hostname")).OfType<string>()]
            : null;

    public static IReadOnlyList<string> Ranges(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static ServicePort Port(Field port) => new(
        port.Text("name"), port.Text("protocol") ?? PodPort.Tcp, port.Port("port") ?? 0, port.PortOrName("targetPort"), port.Port("nodePort") ?? 0);
}
