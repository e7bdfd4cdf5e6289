using System.Text;
using IncidentMesh.Integrations.Notices;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Hostile text for Slack: one line, and the three characters that start Slack's own syntax (mentions, links, dates)
/// escaped (https://docs.slack.dev/messaging/formatting-message-text). It is put into plain_text objects only, where no
/// markup, emoji name or bare address is turned into anything.
/// </summary>
internal static class SlackText
{
    /// <summary>The text, at most <paramref name="max"/> UTF-16 units as it is sent; never empty, which Slack refuses.</summary>
    public static string Escape(string? text, int max) =>
        NoticeText.OneLine(text, max, EscapeRune) is { Length: > 0 } line ? line : "-";

    private static string? EscapeRune(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };
}
