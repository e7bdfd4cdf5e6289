using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Something outside of the pod network that leads to the pod, before network policies.</summary>
/// <param name="By">As in <see cref="ExposurePath.By"/>.</param>
/// <param name="Clients">Addresses that it takes connections from.</param>
/// <param name="IsCertain">False where it may not be there, or may not take connections from all of <paramref name="Clients"/>.</param>
/// <param name="Port">The pod's; null for any.</param>
/// <param name="Steps">One sentence each.</param>
internal sealed record Entry(string By, AddressSet Clients, bool IsCertain, PodPort? Port, IReadOnlyList<string> Steps)
{
    /// <summary>Whether the pod may see a node's address instead of the client's.</summary>
    public bool HidesClient { get; init; }

    /// <summary>The pods that pass connections on, as far as they are known; null where clients come themselves.</summary>
    public IReadOnlyList<ProxyPods>? Proxies { get; init; }
}

/// <summary>Pods that pass connections of clients on.</summary>
internal sealed record ProxyPods(string Namespace, IReadOnlyDictionary<string, string> Labels);
