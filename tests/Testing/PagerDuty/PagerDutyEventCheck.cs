using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Testing.PagerDuty;

/// <summary>
/// The schema of an Events API v2 event (PagerDuty/api-schema, reference/events-v2/openapiv3.json) with the lengths of
/// PagerDuty's documentation. Unknown fields are refused, which PagerDuty itself is too kind to do.
/// </summary>
internal static class PagerDutyEventCheck
{
    private const int MaxBytes = 512 * 1024;

    /// <returns>What PagerDuty would list under <c>errors</c>.</returns>
    public static IReadOnlyList<string> Find(JsonElement body, int bytes)
    {
        var errors = new List<string>();
        if (bytes > MaxBytes)
            errors.Add("event is larger than 512 KB");
        Known(errors, body, "", "routing_key", "event_action", "dedup_key", "payload", "links", "images", "client", "client_url");
        if (Text(body, "routing_key")?.Length != 32)
            errors.Add("Length of 'routing_key' is incorrect (should be 32 characters)");
        var action = Text(body, "event_action");
        if (action is not ("trigger" or "acknowledge" or "resolve"))
            errors.Add("'event_action' is missing or invalid");
        if (Text(body, "dedup_key") is not { Length: >= 1 and <= 255 })
            errors.Add("'dedup_key' must be 1 to 255 characters");
        if (action == "trigger")
            Payload(errors, body);
        else if (body.TryGetProperty("payload", out _) || body.TryGetProperty("client", out _))
            errors.Add("'payload' and 'client' are for trigger events");
        if (body.TryGetProperty("links", out var links))
            Links(errors, links);
        return errors;
    }

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Payload(List<string> errors, JsonElement body)
    {
        if (!body.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
        {
            errors.Add("'payload' is missing or blank");
            return;
        }

        Known(errors, payload, "payload.", "summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details");
        if (Text(payload, "summary") is not { Length: >= 1 and <= 1024 })
            errors.Add("'payload.summary' must be 1 to 1024 characters");
        if (Text(payload, "source") is not { Length: >= 1 })
            errors.Add("'payload.source' is missing or blank");
        if (Text(payload, "severity") is not ("critical" or "error" or "warning" or "info"))
            errors.Add("'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')");
        if (payload.TryGetProperty("timestamp", out _)
            && !DateTimeOffset.TryParse(Text(payload, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
            errors.Add("'payload.timestamp' is not an ISO 8601 time");
        if (payload.TryGetProperty("custom_details", out var details) && details.ValueKind != JsonValueKind.Object)
            errors.Add("'payload.custom_details' must be an object");
    }

    private static void Links(List<string> errors, JsonElement links)
    {
        if (links.ValueKind != JsonValueKind.Array)
        {
            errors.Add("'links' must be an array");
            return;
        }

        foreach (var link in links.EnumerateArray())
        {
            Known(errors, link, "links.", "href", "text");
            if (!Uri.TryCreate(Text(link, "href"), UriKind.Absolute, out var href) || href.Scheme is not ("http" or "https"))
                errors.Add("'links.href' is not a URL");
        }
    }

    private static void Known(List<string> errors, JsonElement element, string path, params string[] known) =>
        errors.AddRange(element.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => $"'{path}{member.Name}' is unknown"));
}
