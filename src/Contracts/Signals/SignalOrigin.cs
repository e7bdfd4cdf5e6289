namespace IncidentMesh.Contracts.Signals;

/// <summary>Where a sensor says that an event happened. Every part may be missing.</summary>
[GenerateSerializer, Immutable, Alias("im.signal-origin")]
public sealed record SignalOrigin
{
    public static readonly SignalOrigin None = new();

    [Id(0)] public string? Namespace { get; init; }

    [Id(1)] public string? Pod { get; init; }

    /// <summary>Container id without its runtime's prefix; Falco gives the first 12 characters.</summary>
    [Id(2)] public string? ContainerId { get; init; }

    [Id(3)] public string? ContainerName { get; init; }

    [Id(4)] public string? Node { get; init; }

    [Id(5)] public string? Image { get; init; }

    /// <summary>Whether the event lies on a node outside any container (Falco's <c>container.id=host</c>).</summary>
    [Id(6)] public bool OnHost { get; init; }
}
