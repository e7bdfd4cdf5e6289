using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Exposure.Reading;

/// <summary>Gathers the objects that decide who can reach a pod.</summary>
internal sealed class NetworkReader
{
    private const string GatewayGroup = "gateway.networking.k8s.io";

    private readonly List<NetworkPolicy> _policies = [];
    private readonly List<Service> _services = [];
    private readonly List<EndpointSlice> _slices = [];
    private readonly List<Ingress> _ingresses = [];
    private readonly List<Gateway> _gateways = [];
    private readonly List<Route> _routes = [];
    private readonly List<ReferenceGrant> _grants = [];

    /// <param name="item">The object.</param>
    /// <param name="problems">What is wrong with it is added here; the object is left out then.</param>
    /// <returns>Whether it is of a kind that is used here.</returns>
    public bool Read(KubernetesObject item, List<ReadProblem> problems) => (item.Kind, item.Group) switch
    {
        ("NetworkPolicy", "networking.k8s.io" or "extensions") => Add(_policies, NetworkPolicyReader.Read, item, problems),
        ("Service", "") => Add(_services, ServiceReader.Read, item, problems),
        ("EndpointSlice", _) => Add(_slices, ServiceReader.ReadSlice, item, problems),
        ("Ingress", "networking.k8s.io" or "extensions") => Add(_ingresses, IngressReader.Read, item, problems),
        ("Gateway", GatewayGroup) => Add(_gateways, GatewayReader.Read, item, problems),
        ("HTTPRoute" or "GRPCRoute" or "TLSRoute" or "TCPRoute" or "UDPRoute", GatewayGroup) => Add(_routes, root => GatewayReader.ReadRoute(root, item.Kind), item, problems),
        ("ReferenceGrant", GatewayGroup) => Add(_grants, GatewayReader.ReadGrant, item, problems),
        _ => false,
    };

    public ClusterNetwork Build(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> namespaces) => new()
    {
        Namespaces = namespaces,
        Policies = [.. _policies],
        Services = [.. _services],
        Slices = [.. _slices],
        Ingresses = [.. _ingresses],
        Gateways = [.. _gateways],
        Routes = [.. _routes],
        Grants = [.. _grants],
    };

    private static bool Add<T>(List<T> list, Func<Field, T> read, KubernetesObject item, List<ReadProblem> problems)
    {
        var found = read(item.Open(problems));
        if (problems.Count == 0)
            list.Add(found);
        return true;
    }
}
