using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IncidentMesh.Cli.Tests;

/// <summary>A request as <see cref="FakeApi"/> saw it.</summary>
internal sealed class FakeRequest
{
    private readonly Dictionary<string, StringValues> _headers;
    private readonly Dictionary<string, StringValues> _query;

    public FakeRequest(HttpRequest request, byte[] body)
    {
        Method = request.Method;
        Path = request.Path;
        Body = body;
        _headers = new(request.Headers, StringComparer.OrdinalIgnoreCase);
        _query = new(request.Query, StringComparer.Ordinal);
        Route = [Method, .. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2)];
    }

    public string Method { get; }

    public string Path { get; }

    public byte[] Body { get; }

    /// <summary>Method and the parts of the path after <c>/api/v1</c>.</summary>
    public string[] Route { get; }

    public JsonObject? Json => Body.Length == 0 ? null : JsonNode.Parse(Body)!.AsObject();

    public string QueryWithoutCursor => string.Join('&', _query
        .Where(parameter => parameter.Key is not ("cursor" or "limit"))
        .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Key}={string.Join(',', parameter.Value.AsEnumerable())}"));

    /// <summary>A header that is there once, or nothing.</summary>
    public string Header(string name) => _headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0]! : "";

    public string Query(string name) => _query.TryGetValue(name, out var values) ? string.Join(',', values.AsEnumerable()) : "";

    public string? OtherThan(params string[] known) => _query.Keys.FirstOrDefault(name => !known.Contains(name));

    /// <returns>Why the body is not one with these members; null where it is.</returns>
    public FakeAnswer? CheckBody(string[] members, string[]? optional = null)
    {
        if (members.Length == 0)
            return Body.Length == 0 ? null : FakeAnswer.Problem(400, "invalid-request", "This takes no body.");
        if (!Header("Content-Type").StartsWith("application/json", StringComparison.Ordinal))
            return FakeAnswer.Problem(415, "unsupported-media-type", "The body must be JSON.");
        try
        {
            var names = Json?.Select(member => member.Key).ToList() ?? [];
            var missing = members.Except(names).ToList();
            var unknown = names.Except(members).Except(optional ?? []).ToList();
            return missing.Count + unknown.Count == 0
                ? null
                : FakeAnswer.Problem(400, "invalid-request", $"Missing: {string.Join(' ', missing)}; unknown: {string.Join(' ', unknown)}.");
        }
        catch (JsonException)
        {
            return FakeAnswer.Problem(400, "invalid-request", "The body is not JSON.");
        }
    }
}

internal sealed record FakeAnswer(int Status, string? Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Null for what the API says of such an answer.</summary>
    public string? ContentType { get; init; }

    /// <summary>The connection breaks in the middle of the body.</summary>
    public bool Cut { get; init; }

    /// <summary>Nothing is ever answered.</summary>
    public bool Silent { get; init; }

    /// <summary>The body is written in ISO 8859-1.</summary>
    public bool Latin1 { get; init; }

    public static FakeAnswer Ok(JsonNode body) => new(200, body.ToJsonString());

    public static FakeAnswer Problem(int status, string type, string detail, JsonArray? errors = null) => new(status, new JsonObject
    {
        ["type"] = $"urn:incidentmesh:problem:{type}",
        ["title"] = "A title of a problem.",
        ["status"] = status,
        ["detail"] = detail,
        ["errors"] = errors,
        ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
    }.ToJsonString());
}
