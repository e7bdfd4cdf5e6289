using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Networks;

/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Class">Name of its class, by member or annotation; null for the default.</param>
/// <param name="Annotations">They narrow it.</param>
/// <param name="Backends">Services that it leads to.</param>
/// <param name="Addresses">Of its load balancer; null where the object has no status, as in a manifest.</param>
public sealed record Ingress(
    string Namespace, string Name, string? Class, IReadOnlyDictionary<string, string> Annotations, IReadOnlyList<Backend> Backends, IReadOnlyList<string>? Addresses);

/// <param name="Namespace">Of the service.</param>
/// <param name="Service">Its name.</param>
/// <param name="Port">Its port; null for all.</param>
/// <param name="Where">Host and path that lead there; empty for all.</param>
public sealed record Backend(string Namespace, string Service, PortReference? Port, string Where);

/// <summary>A Gateway of <c>gateway.networking.k8s.io</c>.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Class">Name of its class.</param>
/// <param name="Annotations">Its own, and those for its infrastructure.</param>
/// <param name="Listeners">Where it listens.</param>
/// <param name="Addresses">Null where the object has no status, as in a manifest.</param>
public sealed record Gateway(
    string Namespace, string Name, string Class, IReadOnlyDictionary<string, string> Annotations, IReadOnlyList<Listener> Listeners, IReadOnlyList<string>? Addresses);

/// <param name="Name">Its name.</param>
/// <param name="From">Namespaces whose routes may attach: <c>Same</c>, <c>All</c> or <c>Selector</c>.</param>
/// <param name="Namespaces">With <c>Selector</c>, which.</param>
public sealed record Listener(string Name, string From, LabelSelector? Namespaces);

/// <summary>An HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute.</summary>
public sealed record Route(string Kind, string Namespace, string Name, IReadOnlyList<RouteParent> Parents, IReadOnlyList<Backend> Backends);

/// <param name="Namespace">Of the gateway.</param>
/// <param name="Gateway">Its name.</param>
/// <param name="Listener">The one listener; null for all.</param>
/// <param name="IsAccepted">What its controller says; null where it says nothing.</param>
public sealed record RouteParent(string Namespace, string Gateway, string? Listener, bool? IsAccepted);

/// <summary>Lets routes of other namespaces lead to services of this one.</summary>
/// <param name="Namespace">Whose services.</param>
/// <param name="From">Kinds and namespaces of routes.</param>
/// <param name="Services">Which services; null for all.</param>
public sealed record ReferenceGrant(string Namespace, IReadOnlyList<(string Kind, string Namespace)> From, IReadOnlyList<string>? Services);
