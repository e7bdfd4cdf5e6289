namespace IncidentMesh.Detection.Posture.Exposure.Networks;

/// <summary>The objects that decide who can reach a pod. Only what is used is kept.</summary>
public sealed record ClusterNetwork
{
    /// <summary>The label with a namespace's name, which the API server sets since Kubernetes 1.21.</summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>Labels by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Namespaces { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public IReadOnlyList<NetworkPolicy> Policies { get; init; } = [];

    public IReadOnlyList<Service> Services { get; init; } = [];

    public IReadOnlyList<EndpointSlice> Slices { get; init; } = [];

    public IReadOnlyList<Ingress> Ingresses { get; init; } = [];

    public IReadOnlyList<Gateway> Gateways { get; init; } = [];

    public IReadOnlyList<Route> Routes { get; init; } = [];

    public IReadOnlyList<ReferenceGrant> Grants { get; init; } = [];
}

/// <summary>A port by its number, or by the name that a container gives it.</summary>
/// <param name="Number">0 where it has a name.</param>
/// <param name="Name">Null where it has a number.</param>
public readonly record struct PortReference(int Number, string? Name)
{
    public override string ToString() => Name ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A port at which a pod is reached.</summary>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
/// <param name="Number">1 to 65535.</param>
public readonly record struct PodPort(string Protocol, int Number)
{
    public const string Tcp = "TCP";

    public override string ToString() => $"{Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{Protocol}";
}
