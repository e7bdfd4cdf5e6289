using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>What the API server puts into a pod before admission looks at it, as far as it decides about a check.</summary>
internal static class ServerDefaults
{
    public static PodManifest Apply(PodManifest pod)
    {
        var spec = pod.Spec;
        if (spec.Volumes.Any(static volume => volume.Type is null))
            spec = spec with { Volumes = [.. spec.Volumes.Select(static volume => volume with { Type = volume.Type ?? "emptyDir" })] };
        // In the node's network, a container's port is the node's.
        if (spec.HostNetwork && spec.Containers.Any(static container => container.Ports.Count > 0))
            spec = spec with { Containers = [.. spec.Containers.Select(OnHostNetwork)] };
        return ReferenceEquals(spec, pod.Spec) ? pod : pod with { Spec = spec };
    }

    private static Container OnHostNetwork(Container container) => container.Kind == ContainerKind.Ephemeral ? container : container with
    {
        Ports = [.. container.Ports.Select(static port => port.HostPort == 0 ? port with { HostPort = port.Number } : port)],
    };
}
