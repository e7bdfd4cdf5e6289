using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Ingresses that lead to a pod.</summary>
internal sealed class IngressEntries(ServiceTargets services, ProxySearch proxies, ClusterNetwork network)
{
    public IEnumerable<Entry> All() =>
        from ingress in network.Ingresses
        from backend in ingress.Backends
        from target in services.Of(backend).Distinct()
        select Of(ingress, backend, target);

    private Entry Of(Ingress ingress, Backend backend, PodPort target)
    {
        var reason = CloudLoadBalancers.KeepsPrivate(ingress);
        var range = SourceRanges.Narrow(CloudLoadBalancers.SourceRanges(ingress), out var clients);
        var steps = new List<string>
        {
            $"Ingress {ingress.Namespace}/{ingress.Name} serves {(backend.Where.Length == 0 ? "everything" : backend.Where)}{Address(ingress.Addresses, reason)}.",
        };
        if (range is not null)
            steps.Add(range);
        steps.Add($"It leads to service {backend.Namespace}/{backend.Service}, and that to {target} of the pod.");
        var found = proxies.Find(ingress.Addresses);
        if (found.Step is not null)
            steps.Insert(1, found.Step);
        clients = clients.Intersect(found.Clients);
        return new Entry("Ingress", reason is null ? clients : clients.Intersect(AddressSet.Private), ingress.Addresses is not { Count: 0 }, target, steps) { Proxies = found.Pods };
    }

    internal static string Address(IReadOnlyList<string>? addresses, string? reason) => (reason, addresses) switch
    {
        ({ } why, _) => $" to the private network, by {why}",
        (null, { Count: > 0 } known) => $" at {known[0]}",
        (null, { Count: 0 }) => ", but no controller has given it an address yet",
        _ => ", and nothing keeps it private",
    };
}
