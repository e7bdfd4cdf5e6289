using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Networks;

public sealed record Service
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary><c>ClusterIP</c>, <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Null for a service without selector, whose endpoints somebody else writes.</summary>
    public LabelSelector? Selector { get; init; }

    public IReadOnlyList<ServicePort> Ports { get; init; } = [];

    public bool IsHeadless { get; init; }

    public IReadOnlyList<string> ExternalIps { get; init; } = [];

    public IReadOnlyList<string> SourceRanges { get; init; } = [];

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public string? LoadBalancerClass { get; init; }

    /// <summary>Whether the pod sees the client's address: <c>externalTrafficPolicy: Local</c>.</summary>
    public bool KeepsClient { get; init; }

    /// <summary>False where a load balancer does without node ports.</summary>
    public bool AllocatesNodePorts { get; init; } = true;

    /// <summary>Addresses and host names of its load balancer; null where the object has no status, as in a manifest.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    public string FullName => $"{Namespace}/{Name}";
}

/// <param name="Name">Null for none.</param>
/// <param name="Protocol"><c>TCP</c> where the service says nothing.</param>
/// <param name="Number">The service's port.</param>
/// <param name="Target">The pod's; null for the same number.</param>
/// <param name="NodePort">0 for none yet.</param>
public sealed record ServicePort(string? Name, string Protocol, int Number, PortReference? Target, int NodePort);

/// <param name="Namespace">Its namespace.</param>
/// <param name="Service">Name of the service that it belongs to.</param>
/// <param name="Pods">Names of pods that its endpoints are.</param>
/// <param name="Ports">Name, protocol, number.</param>
public sealed record EndpointSlice(string Namespace, string Service, IReadOnlyList<string> Pods, IReadOnlyList<(string? Name, PodPort Port)> Ports);
