using System.Text.Json.Nodes;

namespace IncidentMesh.Testing.PagerDuty;

/// <summary>An incident as the person on call sees it.</summary>
public sealed record PagedIncident
{
    public required string DedupKey { get; init; }

    /// <summary><c>triggered</c>, <c>acknowledged</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The payload of the latest trigger.</summary>
    public required JsonObject Payload { get; init; }

    public JsonArray? Links { get; init; }

    public string? Client { get; init; }

    /// <summary>How many events were taken in for it.</summary>
    public int Events { get; init; } = 1;
}
