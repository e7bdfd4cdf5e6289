using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Finds the pods of the controller behind an address: those of the service whose load balancer has it too.</summary>
internal sealed class ProxySearch(ClusterNetwork network)
{
    /// <param name="addresses">Of the ingress or gateway.</param>
    public (IReadOnlyList<ProxyPods> Pods, AddressSet Clients, string? Step) Find(IReadOnlyList<string>? addresses)
    {
        var known = (addresses ?? []).ToHashSet(StringComparer.Ordinal);
        var service = network.Services.FirstOrDefault(service =>
            service is { Type: "LoadBalancer", Selector: not null, Addresses: not null } && service.Addresses.Any(known.Contains));
        if (service is null)
            return ([], AddressSet.All, null);
        var range = SourceRanges.Narrow(service.SourceRanges, out var clients);
        var labels = service.Selector!.Requirements.ToDictionary(static one => one.Key, static one => one.Values[0], StringComparer.Ordinal);
        return (
            [new ProxyPods(service.Namespace, labels)], clients,
            $"The address is that of service {service.FullName}, whose pods pass connections on.{(range is null ? "" : $" {range}")}");
    }
}
