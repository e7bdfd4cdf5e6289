namespace IncidentMesh.Detection.Context;

/// <summary>What is known of a workload that makes an attack on it matter more or less. Null is not known.</summary>
public sealed record RiskContext
{
    public static readonly RiskContext Unknown = new();

    /// <summary>A container of it is privileged.</summary>
    public Fact<bool>? Privileged { get; init; }

    /// <summary>It shares the host's network, PID or IPC namespace or mounts a host path.</summary>
    public Fact<bool>? HostAccess { get; init; }

    public Fact<Exposure>? Exposure { get; init; }

    public Fact<Reach>? Reach { get; init; }

    public Fact<Isolation>? Isolation { get; init; }

    public Fact<EnvironmentKind>? Environment { get; init; }

    public Fact<Criticality>? Criticality { get; init; }

    public Fact<DataClass>? Data { get; init; }
}
