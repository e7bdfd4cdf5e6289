namespace IncidentMesh.Contracts.Suppressions;

/// <summary>
/// Detections that somebody has decided not to see for a time. They are hidden and still counted. Patterns are whole
/// names, in which <c>*</c> stands for any characters and <c>?</c> for one; what is null fits everything.
/// </summary>
[GenerateSerializer, Immutable, Alias("im.suppression")]
public sealed record Suppression
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    [Id(2)] public required string Owner { get; init; }

    /// <summary>What comes from then on is seen again: on a server by the time of receipt, in files by the event's own.</summary>
    [Id(3)] public required DateTimeOffset Expires { get; init; }

    /// <summary>The detection's rule or title.</summary>
    [Id(4)] public string? Rule { get; init; }

    /// <summary>The workload, as <c>namespace/name</c>.</summary>
    [Id(5)] public string? Workload { get; init; }

    [Id(6)] public string? User { get; init; }

    [Id(7)] public string? Node { get; init; }

    /// <summary>A condition in Falco's language that has to hold for the event.</summary>
    [Id(8)] public string? Expression { get; init; }
}
