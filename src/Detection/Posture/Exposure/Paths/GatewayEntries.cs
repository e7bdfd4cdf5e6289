using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Routes of the Gateway API that lead to a pod, through gateways that take them.</summary>
internal sealed class GatewayEntries(ServiceTargets services, ProxySearch proxies, ClusterNetwork network)
{
    public IEnumerable<Entry> All() =>
        from route in network.Routes
        from backend in route.Backends
        where IsGranted(route, backend)
        from target in services.Of(backend).Distinct()
        from parent in route.Parents
        from gateway in network.Gateways
        where gateway.Namespace == parent.Namespace && gateway.Name == parent.Gateway
        let taken = Takes(gateway, parent, route)
        where taken != false
        select Of(gateway, route, backend, target, taken == true);

    private Entry Of(Gateway gateway, Route route, Backend backend, PodPort target, bool isTaken)
    {
        var reason = CloudLoadBalancers.KeepsPrivate(gateway);
        var found = proxies.Find(gateway.Addresses);
        var steps = new List<string> { $"Gateway {gateway.Namespace}/{gateway.Name} listens{IngressEntries.Address(gateway.Addresses, reason)}." };
        if (found.Step is not null)
            steps.Add(found.Step);
        steps.Add($"{route.Kind} {route.Namespace}/{route.Name} leads from it to service {backend.Namespace}/{backend.Service}, and that to {target} of the pod.");
        var clients = reason is null ? found.Clients : found.Clients.Intersect(AddressSet.Private);
        return new Entry("Gateway", clients, isTaken && gateway.Addresses is not { Count: 0 }, target, steps) { Proxies = found.Pods };
    }

    /// <summary>Whether a gateway takes a route; null where that hangs on labels that are not known.</summary>
    private bool? Takes(Gateway gateway, RouteParent parent, Route route)
    {
        if (parent.IsAccepted is { } told)
            return told;
        var answers = gateway.Listeners.Where(listener => parent.Listener is null || listener.Name == parent.Listener).Select(bool? (listener) => listener.From switch
        {
            "All" => true,
            "Same" => route.Namespace == gateway.Namespace,
            "Selector" when network.Namespaces.TryGetValue(route.Namespace, out var labels) => listener.Namespaces?.Selects(labels) ?? false,
            "Selector" => null,
            _ => false,
        }).ToList();
        return answers.Contains(true) ? true : answers.Contains(null) ? null : false;
    }

    private bool IsGranted(Route route, Backend backend) =>
        route.Namespace == backend.Namespace
        || network.Grants.Any(grant => grant.Namespace == backend.Namespace
            && grant.From.Contains((route.Kind, route.Namespace))
            && (grant.Services is null || grant.Services.Contains(backend.Service, StringComparer.Ordinal)));
}
