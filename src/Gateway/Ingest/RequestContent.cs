using Microsoft.Net.Http.Headers;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>What a request says of its body, before a byte of it is read.</summary>
internal static class RequestContent
{
    /// <summary>Types taken; a body without one is taken too.</summary>
    public static readonly IReadOnlyList<string> Types =
        ["application/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/plain"];

    /// <returns>What is wrong, for people; null where the content can be taken.</returns>
    public static string? Refusal(HttpRequest request, out bool gzip)
    {
        gzip = false;
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count > 1)
            return "Send one Content-Encoding: gzip or none.";
        if (encoding.Count == 1 && encoding[0] is { Length: > 0 } name && !name.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            if (!name.Trim().Equals("gzip", StringComparison.OrdinalIgnoreCase))
                return "Content-Encoding must be gzip or none.";
            gzip = true;
        }

        var types = request.Headers.ContentType;
        if (types.Count == 0 || (types.Count == 1 && string.IsNullOrEmpty(types[0])))
            return null;
        if (types.Count > 1 || !MediaTypeHeaderValue.TryParse(types[0], out var type) || !Types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
            return "Content-Type must be application/json, application/x-ndjson, text/plain or none.";
        return type.Charset.HasValue && !type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? "The charset must be utf-8."
            : null;
    }
}
