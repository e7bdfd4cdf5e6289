namespace IncidentMesh.Contracts.Incidents;

/// <summary>One line of an incident's story.</summary>
[GenerateSerializer, Immutable, Alias("im.timeline-entry")]
public sealed record TimelineEntry
{
    /// <summary>Number within the incident, from 1.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>When it happened: event time for detections.</summary>
    [Id(1)] public required DateTimeOffset Time { get; init; }

    /// <summary><c>detection</c>, <c>state</c>, <c>comment</c>, <c>plan</c>, <c>effect</c>, <c>notice</c> or <c>context</c>.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Who: an actor, a sensor, or a part of IncidentMesh.</summary>
    [Id(3)] public required string Actor { get; init; }

    /// <summary>One line for people. Hostile text.</summary>
    [Id(4)] public required string Text { get; init; }
}
