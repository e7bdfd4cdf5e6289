namespace IncidentMesh.Contracts.Signals;

/// <summary>The process that an event is of and those that it descends from, as far as the sensor states them.</summary>
[GenerateSerializer, Immutable, Alias("im.process-chain")]
public sealed record ProcessChain
{
    /// <summary>The process itself, its parent, and so on: 1 to 6.</summary>
    [Id(0)] public required IReadOnlyList<ProcessLink> Links { get; init; }

    /// <summary>Whether the process has a controlling terminal; null where the sensor does not say.</summary>
    [Id(1)] public bool? Terminal { get; init; }

    /// <summary>Whether the event is the start of the process.</summary>
    [Id(2)] public bool IsStart { get; init; }
}
