namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>A container of a pod.</summary>
public sealed record Container
{
    public required ContainerKind Kind { get; init; }

    /// <summary>Empty where the document names none.</summary>
    public required string Name { get; init; }

    public string? Image { get; init; }

    public ContainerSecurityContext SecurityContext { get; init; } = ContainerSecurityContext.Empty;

    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    public IReadOnlyList<VolumeMount> VolumeMounts { get; init; } = [];

    /// <summary>Names of the variables that <c>env</c> sets. Their values may be secrets and are not kept.</summary>
    public IReadOnlyList<string> VariableNames { get; init; } = [];

    /// <summary>Secrets and config maps that <c>env</c> and <c>envFrom</c> take variables from.</summary>
    public IReadOnlyList<VariableSource> VariableSources { get; init; } = [];

    /// <summary>Probes and lifecycle hooks.</summary>
    public IReadOnlyList<ContainerHandler> Handlers { get; init; } = [];
}

/// <summary>Which list of the pod's spec a container stands in.</summary>
public enum ContainerKind
{
    Init,
    Regular,
    Ephemeral,
}

/// <summary>A port that a container names.</summary>
/// <param name="Name">What services may call it.</param>
/// <param name="Number"><c>containerPort</c>; 0 where it is not set.</param>
/// <param name="HostPort">The node's port; 0 for none.</param>
/// <param name="HostIp">The node's address that it is bound to; null for all.</param>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c>, <c>SCTP</c>; null is TCP.</param>
public sealed record ContainerPort(string? Name, int Number, int HostPort, string? HostIp, string? Protocol);

/// <summary>Where a container sees a volume of its pod.</summary>
public sealed record VolumeMount(string VolumeName, string MountPath, string? SubPath, bool ReadOnly);

/// <summary>An object that variables come from.</summary>
/// <param name="Kind"><c>Secret</c> or <c>ConfigMap</c>.</param>
/// <param name="Name">Of that object.</param>
/// <param name="Key">The key that is taken; null for all.</param>
public sealed record VariableSource(string Kind, string Name, string? Key);

/// <summary>A probe or a lifecycle hook.</summary>
/// <param name="Name"><c>livenessProbe</c>, <c>readinessProbe</c>, <c>startupProbe</c>, <c>postStart</c>, <c>preStop</c>.</param>
/// <param name="Type"><c>httpGet</c>, <c>tcpSocket</c>, <c>exec</c>, <c>grpc</c>, <c>sleep</c>.</param>
/// <param name="Host">The host that is called instead of the pod; null for the pod.</param>
public sealed record ContainerHandler(string Name, string Type, string? Host);
