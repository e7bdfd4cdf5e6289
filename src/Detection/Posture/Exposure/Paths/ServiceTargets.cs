using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Exposure.Policies;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Which services lead to a pod, and to which of its ports.</summary>
internal sealed class ServiceTargets
{
    private readonly TargetPod _pod;
    private readonly ClusterNetwork _network;
    private readonly List<(Service Service, IReadOnlyList<(ServicePort Port, PodPort Target)> Targets)> _services;

    public ServiceTargets(TargetPod pod, ClusterNetwork network)
    {
        _pod = pod;
        _network = network;
        _services =
        [
            .. network.Services.Where(service => service.Namespace == pod.Namespace && service.Type != "ExternalName")
                .Select(service => (service, Targets(service)))
                .Where(static one => one.Item2.Count > 0),
        ];
    }

    public IEnumerable<(Service Service, IReadOnlyList<(ServicePort Port, PodPort Target)> Targets)> All => _services;

    /// <summary>Ports of the pod that a backend leads to.</summary>
    public IEnumerable<PodPort> Of(Backend backend) => _services
        .Where(one => one.Service.Namespace == backend.Namespace && one.Service.Name == backend.Service)
        .SelectMany(static one => one.Targets)
        .Where(target => backend.Port is not { } port || (port.Name is null ? target.Port.Number == port.Number : target.Port.Name == port.Name))
        .Select(static target => target.Target);

    private IReadOnlyList<(ServicePort, PodPort)> Targets(Service service)
    {
        if (service.Selector is { } selector)
        {
            return selector.Selects(_pod.Labels)
                ? [.. service.Ports.Select(port => (port, _pod.Resolve(port.Target ?? new PortReference(port.Number, null), port.Protocol))).Where(static one => one.Item2 is not null).Select(static one => (one.port, one.Item2!.Value))]
                : [];
        }

        // Somebody else writes the endpoints of a service without selector.
        return
        [
            .. from slice in _network.Slices
               where slice.Namespace == service.Namespace && slice.Service == service.Name && slice.Pods.Any(_pod.IsNamed)
               from port in slice.Ports
               from own in service.Ports
               where (own.Name ?? "") == (port.Name ?? "") && own.Protocol == port.Port.Protocol
               select (own, port.Port),
        ];
    }
}
