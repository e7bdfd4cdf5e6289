using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Load balancers, node ports and external addresses of the services that lead to a pod.</summary>
internal sealed class ServiceEntries(ServiceTargets services, NodeEntrances nodes)
{
    public IEnumerable<Entry> All() => services.All.SelectMany(static one => one.Targets, (one, target) => Of(one.Service, target.Port, target.Target)).SelectMany(static entries => entries);

    private IEnumerable<Entry> Of(Service service, ServicePort port, PodPort target)
    {
        if (service.Type == "LoadBalancer")
            yield return LoadBalancer(service, port, target);
        if (service.Type == "NodePort" || (service.Type == "LoadBalancer" && (service.AllocatesNodePorts || port.NodePort > 0)))
        {
            var at = port.NodePort > 0 ? $"node port {port.NodePort}" : "a node port";
            foreach (var entry in nodes.Entries("NodePort", target, $"Service {service.FullName} opens {at} on every node for {target}.", null))
                yield return entry with { HidesClient = !service.KeepsClient };
        }

        foreach (var address in service.ExternalIps)
            yield return External(service, address, target);
    }

    private static Entry LoadBalancer(Service service, ServicePort port, PodPort target)
    {
        var range = SourceRanges.Narrow(service.SourceRanges, out var clients);
        var reason = CloudLoadBalancers.KeepsPrivate(service);
        var isPending = service.Addresses is { Count: 0 };
        var steps = new List<string>
        {
            (reason, service.Addresses) switch
            {
                ({ } why, _) => $"Service {service.FullName} has a load balancer for the private network, by {why}.",
                (null, { Count: > 0 } addresses) => $"Service {service.FullName} has a load balancer at {addresses[0]}.",
                (null, { Count: 0 }) => $"Service {service.FullName} asks for a load balancer and has no address yet.",
                _ => $"Service {service.FullName} asks for a load balancer, and nothing keeps it private.",
            },
        };
        if (range is not null)
            steps.Add(range);
        steps.Add($"Its port {port.Number} leads to {target} of the pod.");
        return new Entry("LoadBalancer", reason is null ? clients : clients.Intersect(AddressSet.Private), !isPending, target, steps) { HidesClient = !service.KeepsClient };
    }

    private static Entry External(Service service, string address, PodPort target)
    {
        var isPublic = AddressKind.IsPublic(address) == true;
        return new Entry(
            "ExternalIP", isPublic ? AddressSet.All : AddressSet.Private, true, target,
            [$"Service {service.FullName} answers at {address}, a {(isPublic ? "public" : "private")} address that is routed to the nodes, and leads to {target} of the pod."])
        {
            HidesClient = !service.KeepsClient,
        };
    }
}
