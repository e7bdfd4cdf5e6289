namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>A container's <c>securityContext</c>.</summary>
public sealed record ContainerSecurityContext : SecurityContext
{
    public static ContainerSecurityContext Empty { get; } = new();

    public bool? Privileged { get; init; }

    public bool? AllowPrivilegeEscalation { get; init; }

    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary><c>Default</c>, <c>Unmasked</c>, or null.</summary>
    public string? ProcMount { get; init; }

    public IReadOnlyList<string> AddedCapabilities { get; init; } = [];

    public IReadOnlyList<string> DroppedCapabilities { get; init; } = [];
}
