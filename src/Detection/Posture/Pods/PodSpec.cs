namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>What is used of a pod's <c>spec</c>. What the document leaves out is null, false or empty.</summary>
public sealed record PodSpec
{
    /// <summary>Most containers of all three kinds together. A pod that etcd can store has fewer.</summary>
    public const int MaximumContainers = 10_000;

    public bool HostNetwork { get; init; }

    public bool HostPid { get; init; }

    public bool HostIpc { get; init; }

    /// <summary>False: the pod has a user namespace of its own. Null or true: it has the node's.</summary>
    public bool? HostUsers { get; init; }

    /// <summary><c>spec.os.name</c>: <c>linux</c>, <c>windows</c>, or null.</summary>
    public string? OperatingSystem { get; init; }

    public string? RuntimeClassName { get; init; }

    public string? ServiceAccountName { get; init; }

    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Names of secrets.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    public string? NodeName { get; init; }

    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = ObjectMetadata.Empty.Labels;

    public PodSecurityContext SecurityContext { get; init; } = PodSecurityContext.Empty;

    public IReadOnlyList<Volume> Volumes { get; init; } = [];

    /// <summary>All containers: the init containers first, then the regular ones, then the ephemeral ones, as listed.</summary>
    public IReadOnlyList<Container> Containers { get; init; } = [];
}
