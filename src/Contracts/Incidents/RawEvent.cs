using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>A raw event of an incident, as the sensor sent it.</summary>
[GenerateSerializer, Immutable, Alias("im.raw-event")]
public sealed record RawEvent
{
    /// <summary>Number within the incident, from 0.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>The log partition's key.</summary>
    [Id(1)] public required string Partition { get; init; }

    [Id(2)] public required SignalPosition Position { get; init; }

    /// <summary>The event, byte for byte; null where its retention time is over.</summary>
    [Id(3)] public byte[]? Content { get; init; }
}
