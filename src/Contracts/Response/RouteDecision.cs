namespace IncidentMesh.Contracts.Response;

/// <summary>Who hears of an incident, and how that was decided.</summary>
[GenerateSerializer, Immutable, Alias("im.route-decision")]
public sealed record RouteDecision
{
    /// <summary>Who hears of it, as people write it: <c>slack:payments</c>. Empty: nobody.</summary>
    [Id(0)] public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>What was looked at, in order, up to where it was decided.</summary>
    [Id(1)] public required IReadOnlyList<RouteStep> Steps { get; init; }

    /// <summary>Names that do not resolve and texts that cannot be read, for people to mend. Hostile text.</summary>
    [Id(2)] public required IReadOnlyList<string> Problems { get; init; }
}

/// <param name="Place">Where it says whom to tell, such as <c>annotation incidentmesh.io/notify of the workload</c>.</param>
/// <param name="Text">What it says; null where it says nothing.</param>
/// <param name="Findings">What came of each entry, one sentence each.</param>
[GenerateSerializer, Immutable, Alias("im.route-step")]
public sealed record RouteStep(
    [property: Id(0)] string Place,
    [property: Id(1)] string? Text,
    [property: Id(2)] IReadOnlyList<string> Findings);
