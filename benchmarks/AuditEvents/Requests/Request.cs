using System.Text.Json;

namespace IncidentMesh.Benchmarks.AuditEvents.Requests;

/// <summary>What somebody asks the API server for, and what comes of it.</summary>
internal sealed record Request
{
    public required string Verb { get; init; }

    public required Identity User { get; init; }

    /// <summary>Path without the query; made of the object's coordinates where it is null.</summary>
    public string? Path { get; init; }

    public string Query { get; init; } = "";

    public string Group { get; init; } = "";

    public string Version { get; init; } = "v1";

    public string? Resource { get; init; }

    public string? Subresource { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public int Code { get; init; } = 200;

    public string Stage { get; init; } = "ResponseComplete";

    /// <summary>Writes the request's object as a value; null at levels that do not have it.</summary>
    public Action<Utf8JsonWriter>? Sent { get; init; }

    /// <summary>Writes the response's object.</summary>
    public Action<Utf8JsonWriter>? Answered { get; init; }

    public string Level => (Sent, Answered) switch
    {
        (null, null) => "Metadata",
        (_, null) => "Request",
        _ => "RequestResponse",
    };
}
