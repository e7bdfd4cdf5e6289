using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>A detection's process, kept because the audit event that names its user may come later.</summary>
[GenerateSerializer, Immutable, Alias("im.seen-process")]
public sealed record SeenProcess
{
    [Id(0)] public required SignalId Signal { get; init; }

    [Id(1)] public required DateTimeOffset Time { get; init; }

    /// <summary><c>namespace/pod</c>.</summary>
    [Id(2)] public required string Pod { get; init; }

    /// <summary>The container's name in the pod; null where the sensor does not say.</summary>
    [Id(3)] public string? Container { get; init; }

    [Id(4)] public required ProcessChain Chain { get; init; }
}
