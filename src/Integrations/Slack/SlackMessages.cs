using System.Globalization;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Integrations.Outbound;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Draws an incident and its news as Block Kit (https://docs.slack.dev/reference/block-kit/blocks). Within Slack's
/// bounds whatever the notice holds: at most 50 blocks, 150 characters a header, 2,000 a field, 3,000 a section.
/// </summary>
internal static class SlackMessages
{
    private const int HeaderLimit = 150;
    private const int FieldLimit = 300;
    private const int SectionLimit = 3000;
    private const int ReasonLimit = 300;
    private const int NewsLimit = 450;
    private const int MostReasons = 8;

    /// <summary>Most news lines in one message: each is a block, and Slack bounds their sum as well.</summary>
    public const int MostNews = 20;

    /// <summary>The incident's one message.</summary>
    public static JsonObject Incident(IncidentNotice notice)
    {
        var blocks = new JsonArray(
            new JsonObject { ["type"] = "header", ["text"] = Plain(Headline(notice, HeaderLimit)) },
            new JsonObject { ["type"] = "section", ["fields"] = Fields(notice) });
        if (notice.Reasons.Count > 0)
            blocks.Add(Section(Reasons(notice)));
        if (notice.Plan is { } plan)
            blocks.Add(Section("Plan: " + SlackText.Escape(plan, SectionLimit - 6)));
        if (OutboundAddress.IsLink(notice.Link))
            blocks.Add(LinkButton(notice.Link));
        blocks.Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Plain("IncidentMesh · " + SlackText.Escape(notice.Incident, FieldLimit))) });
        return new JsonObject { ["text"] = Fallback(notice), ["blocks"] = blocks };
    }

    /// <summary>News for the message's thread.</summary>
    public static JsonObject News(IncidentNotice notice, IReadOnlyList<string> lines)
    {
        var blocks = new JsonArray();
        foreach (var line in lines.Take(MostNews))
            blocks.Add(Section("• " + SlackText.Escape(line, NewsLimit)));
        var more = lines.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" (and {lines.Count - 1} more)") : "";
        return new JsonObject { ["text"] = SlackText.Escape(lines[0], NewsLimit) + more, ["blocks"] = blocks };
    }

    private static string Headline(IncidentNotice notice, int limit)
    {
        var start = $"{Mark(notice)} {notice.Severity} · ";
        return start + SlackText.Escape(notice.Title, limit - start.Length);
    }

    /// <summary>What notifications and clients without blocks show.</summary>
    private static string Fallback(IncidentNotice notice) =>
        $"{Headline(notice, HeaderLimit)} ({SlackText.Escape(notice.Cluster, FieldLimit)}: {SlackText.Escape(notice.Subject, FieldLimit)}, "
        + string.Create(CultureInfo.InvariantCulture, $"score {notice.Score}, {SlackText.Escape(notice.State, 40)})");

    private static JsonArray Fields(IncidentNotice notice)
    {
        var fields = new JsonArray(
            Field("State", notice.State),
            Field("Severity", notice.Severity.ToString()),
            Field("Score", string.Create(CultureInfo.InvariantCulture, $"{notice.Score} of 100")),
            Field("Signals", notice.Signals.ToString("N0", CultureInfo.InvariantCulture)),
            Field("Workload", notice.Subject),
            Field("Cluster", notice.Cluster),
            Field("First seen", Time(notice.FirstSeen)),
            Field("Last seen", Time(notice.LastSeen)));
        if (notice.By is { } by)
            fields.Add(Field("By", by));
        if (notice.Assignee is { } assignee)
            fields.Add(Field("Assignee", assignee));
        return fields;
    }

    private static string Reasons(IncidentNotice notice) => "Why this score:\n"
        + string.Join('\n', notice.Reasons.Take(MostReasons).Select(reason => "• " + SlackText.Escape(reason, ReasonLimit)));

    private static JsonObject LinkButton(string link) => new()
    {
        ["type"] = "actions",
        ["elements"] = new JsonArray(new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = "open_incident",
            ["text"] = Plain("Open incident"),
            ["url"] = new Uri(link).AbsoluteUri,
        }),
    };

    private static JsonObject Field(string name, string? value) => Plain($"{name}\n{SlackText.Escape(value, FieldLimit)}");

    private static JsonObject Section(string escaped) => new() { ["type"] = "section", ["text"] = Plain(escaped) };

    private static JsonObject Plain(string escaped) => new() { ["type"] = "plain_text", ["text"] = escaped, ["emoji"] = false };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Mark(IncidentNotice notice) => notice.State is "resolved" or "closed" ? "✅" : notice.Severity switch
    {
        Severity.Fatal or Severity.Critical => "🔴",
        Severity.High => "🟠",
        Severity.Medium => "🟡",
        _ => "🔵",
    };
}
