namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>A pod's <c>securityContext</c>.</summary>
public sealed record PodSecurityContext : SecurityContext
{
    public static PodSecurityContext Empty { get; } = new();

    public IReadOnlyList<Sysctl> Sysctls { get; init; } = [];

    public long? FsGroup { get; init; }

    public IReadOnlyList<long> SupplementalGroups { get; init; } = [];
}

/// <summary>A kernel parameter that the pod sets.</summary>
public sealed record Sysctl(string Name, string Value);
