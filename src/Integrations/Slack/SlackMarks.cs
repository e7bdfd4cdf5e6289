using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// The metadata by which our messages are found again (https://docs.slack.dev/messaging/message-metadata). Everybody in
/// the workspace may read it: it holds ids and numbers only.
/// </summary>
internal static class SlackMarks
{
    private const string IncidentType = "incidentmesh_incident";
    private const string NewsType = "incidentmesh_news";

    public static JsonObject Incident(ClaimedEffect effect, IncidentNotice notice) => Mark(IncidentType, effect, notice);

    public static JsonObject News(ClaimedEffect effect, IncidentNotice notice)
    {
        var mark = Mark(NewsType, effect, notice);
        if (notice.NewsNumbers.Count > 0)
            mark["event_payload"]!["through"] = notice.NewsNumbers[^1];
        return mark;
    }

    /// <returns>The revision that the message shows; null where it is not this incident's message.</returns>
    public static long? ReadIncident(JsonElement message, string incident) =>
        Payload(message, IncidentType, incident) is { } payload ? Number(payload, "revision") : null;

    /// <returns>What news the message tells; null where it tells no news of this incident.</returns>
    public static ToldNews? ReadNews(JsonElement message, string incident) =>
        Payload(message, NewsType, incident) is { } payload
            ? new ToldNews(SlackApi.Text(payload, "effect"), Number(payload, "revision"), Number(payload, "through"))
            : null;

    private static JsonObject Mark(string type, ClaimedEffect effect, IncidentNotice notice) => new()
    {
        ["event_type"] = type,
        ["event_payload"] = new JsonObject { ["incident"] = notice.Incident, ["effect"] = effect.Id, ["revision"] = notice.Revision },
    };

    private static JsonElement? Payload(JsonElement message, string type, string incident) =>
        message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty("metadata", out var metadata) && SlackApi.Text(metadata, "event_type") == type
        && metadata.TryGetProperty("event_payload", out var payload) && SlackApi.Text(payload, "incident") == incident
            ? payload
            : null;

    private static long Number(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    /// <param name="Effect">Id of the effect that told it.</param>
    /// <param name="Revision">The picture that it came with.</param>
    /// <param name="Through">Timeline number of its last line; 0 where the notice had none.</param>
    internal readonly record struct ToldNews(string? Effect, long Revision, long Through);
}
