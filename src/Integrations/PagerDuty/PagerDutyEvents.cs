using System.Globalization;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Integrations.Notices;
using IncidentMesh.Integrations.Outbound;

namespace IncidentMesh.Integrations.PagerDuty;

/// <summary>
/// Draws a notice as an event of the Events API v2
/// (https://developer.pagerduty.com/docs/events-api-v2/trigger-events). The incident's id is the <c>dedup_key</c>: all
/// its events are one alert, however often one is sent.
/// </summary>
internal static class PagerDutyEvents
{
    public const int DedupKeyLimit = 255;
    public const int SummaryLimit = 1024;

    private const int NameLimit = 255;
    private const int LineLimit = 500;
    private const int MostLines = 20;

    /// <returns>Null where the notice's state is not one of <see cref="IncidentNotice.State"/>'s.</returns>
    public static string? Action(IncidentNotice notice) => notice.State switch
    {
        "open" => "trigger",
        // Somebody decided on the containment: nobody needs to be woken for it.
        "acknowledged" or "contained" => "acknowledge",
        "resolved" or "closed" => "resolve",
        _ => null,
    };

    public static JsonObject Event(string routingKey, string action, IncidentNotice notice)
    {
        var body = new JsonObject { ["routing_key"] = routingKey, ["event_action"] = action, ["dedup_key"] = notice.Incident };
        if (action != "trigger")
            return body;

        body["payload"] = new JsonObject
        {
            ["summary"] = NoticeText.OneLine($"{notice.Title} ({notice.Cluster}: {notice.Subject})", SummaryLimit),
            ["source"] = Name(notice.Cluster),
            ["severity"] = Severity(notice.Severity),
            ["timestamp"] = Time(notice.FirstSeen),
            ["component"] = Name(notice.Subject),
            ["group"] = Name(notice.Cluster),
            ["class"] = "security incident",
            ["custom_details"] = Details(notice),
        };
        body["client"] = "IncidentMesh";
        if (OutboundAddress.IsLink(notice.Link))
        {
            var link = new Uri(notice.Link).AbsoluteUri;
            body["client_url"] = link;
            body["links"] = new JsonArray(new JsonObject { ["href"] = link, ["text"] = "Open in IncidentMesh" });
        }

        return body;
    }

    private static JsonObject Details(IncidentNotice notice)
    {
        var details = new JsonObject
        {
            ["incident"] = notice.Incident,
            ["severity"] = notice.Severity.ToString(),
            ["score"] = notice.Score,
            ["signals"] = notice.Signals,
            ["first_seen"] = Time(notice.FirstSeen),
            ["last_seen"] = Time(notice.LastSeen),
            ["reasons"] = Lines(notice.Reasons),
            ["news"] = Lines(notice.News),
        };
        if (notice.Plan is { } plan)
            details["plan"] = NoticeText.OneLine(plan, LineLimit);
        if (notice.By is { } by)
            details["by"] = NoticeText.OneLine(by, LineLimit);
        if (notice.Assignee is { } assignee)
            details["assignee"] = Name(assignee);
        return details;
    }

    private static JsonArray Lines(IReadOnlyList<string> lines) =>
        new([.. lines.Take(MostLines).Select(line => (JsonNode)NoticeText.OneLine(line, LineLimit))]);

    // PagerDuty refuses empty values of the fields that it requires.
    private static string Name(string? text) => NoticeText.OneLine(text, NameLimit) is { Length: > 0 } name ? name : "-";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Severity(Severity severity) => severity switch
    {
        Contracts.Signals.Severity.Fatal or Contracts.Signals.Severity.Critical => "critical",
        Contracts.Signals.Severity.High => "error",
        Contracts.Signals.Severity.Medium => "warning",
        _ => "info",
    };
}
