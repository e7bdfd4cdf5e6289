using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Looks for messages that an earlier try may have written: Slack has no key that makes a repeat harmless, so we read
/// before we write. Only our own app's messages count; another app could copy the metadata.
/// </summary>
internal sealed class SlackHistory(SlackApi api, SlackSettings settings, TimeProvider time)
{
    /// <summary>Most pages read in one look; with <see cref="PageSize"/> about 1,500 messages.</summary>
    public const int MostPages = 15;

    public const int PageSize = 100;

    private const int LeastPageSize = 10;

    /// <summary>How far Slack's clock and ours may be apart.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(10);

    /// <summary>How far back to look at least where only sensors' clocks say when the incident began.</summary>
    private static readonly TimeSpan LeastSpan = TimeSpan.FromDays(1);

    private volatile string? _botId;

    /// <summary>Looks for the incident's message in the configured channel.</summary>
    public async Task<SlackLook> FindIncidentAsync(IncidentNotice notice, CancellationToken cancellationToken)
    {
        SlackLook.Found? found = null;
        var arguments = new Dictionary<string, string> { ["channel"] = settings.Channel, ["oldest"] = Timestamp(Since(notice)), ["inclusive"] = "true" };
        var stop = await ReadAsync("conversations.history", arguments, message =>
        {
            if (SlackMarks.ReadIncident(message, notice.Incident) is { } revision && SlackApi.Text(message, "ts") is { } ts)
                found = new SlackLook.Found(new SlackReceipt(settings.Channel, ts), revision);
            return found is not null;
        }, cancellationToken);
        return found ?? stop ?? new SlackLook.Missing([]);
    }

    /// <summary>Looks which of the notice's news the thread does not hold yet.</summary>
    public async Task<SlackLook> FindNewsAsync(
        ClaimedEffect effect, IncidentNotice notice, SlackReceipt receipt, CancellationToken cancellationToken)
    {
        var whole = false;
        var through = 0L;
        var arguments = new Dictionary<string, string> { ["channel"] = receipt.Channel, ["ts"] = receipt.Timestamp };
        var stop = await ReadAsync("conversations.replies", arguments, message =>
        {
            if (SlackMarks.ReadNews(message, notice.Incident) is not { } told)
                return false;
            whole |= told.Effect == effect.Id && told.Revision == notice.Revision;
            through = Math.Max(through, told.Through);
            return whole;
        }, cancellationToken);
        if (whole)
            return new SlackLook.Missing([]);
        return stop ?? new SlackLook.Missing(notice.NewsNumbers.Count == notice.News.Count
            ? [.. notice.News.Where((_, line) => notice.NewsNumbers[line] > through)]
            : notice.News);
    }

    /// <summary>Reads pages until <paramref name="visit"/> says that it has seen enough.</summary>
    /// <returns>Null where everything was read or enough was seen.</returns>
    private async Task<SlackLook?> ReadAsync(
        string method, Dictionary<string, string> arguments, Func<JsonElement, bool> visit, CancellationToken cancellationToken)
    {
        if (_botId is not { } self)
        {
            var who = await api.ReadAsync("auth.test", new Dictionary<string, string>(), cancellationToken);
            if (who is not SlackAnswer.Ok { Body: var body })
                return Stopped(who);
            if (SlackApi.Text(body, "bot_id") is not { Length: > 0 } id)
                return new SlackLook.Unreadable("the token is not a bot's: put a bot token into Integrations:Slack:BotToken");
            _botId = self = id;
        }

        var limit = PageSize;
        arguments["include_all_metadata"] = "true";
        for (var page = 0; page < MostPages; page++)
        {
            arguments["limit"] = limit.ToString(CultureInfo.InvariantCulture);
            var answer = await api.ReadAsync(method, arguments, cancellationToken);
            if (answer is SlackAnswer.TooLarge && limit > LeastPageSize)
            {
                limit = Math.Max(LeastPageSize, limit / 4);
                continue;
            }

            if (answer is not SlackAnswer.Ok { Body: var body })
                return Stopped(answer);
            if (!body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
                return new SlackLook.Later(null, "Slack's answer holds no messages");
            foreach (var message in messages.EnumerateArray())
            {
                if (SlackApi.Text(message, "bot_id") == self && visit(message))
                    return null;
            }

            if (!body.TryGetProperty("response_metadata", out var next) || SlackApi.Text(next, "next_cursor") is not { Length: > 0 } cursor)
                return null;
            arguments["cursor"] = cursor;
        }

        return new SlackLook.Unreadable($"there are too many messages to look through ({MostPages} pages were read)");
    }

    private SlackLook Stopped(SlackAnswer answer) => answer switch
    {
        SlackAnswer.Error { Code: "missing_scope" } error => new SlackLook.Unreadable(
            $"the app may not read the channel: grant it the scope {error.Needed ?? HistoryScope} and install it again"),
        SlackAnswer.Error error when SlackErrors.Remedy(error.Code) is { } remedy => new SlackLook.Unreadable(
            $"Slack refuses to show the channel ({error.Code}): {remedy}"),
        SlackAnswer.Error error => new SlackLook.Later(SlackErrors.Wait(error.Code), $"Slack answered {error.Code}"),
        SlackAnswer.RateLimited limited => new SlackLook.Later(limited.After, "Slack asks to read more slowly"),
        SlackAnswer.NotDone failed => new SlackLook.Later(null, failed.Reason),
        SlackAnswer.Unknown failed => new SlackLook.Later(null, failed.Reason),
        _ => new SlackLook.Unreadable("Slack's answer is too large to read"),
    };

    private string HistoryScope => settings.Channel[0] switch
    {
        'G' => "groups:history",
        'D' => "im:history",
        _ => "channels:history (groups:history for a private channel)",
    };

    private DateTimeOffset Since(IncidentNotice notice)
    {
        if (notice.OpenedAt is { } opened)
            return opened - ClockMargin;
        var latest = time.GetUtcNow() - LeastSpan;
        return (notice.FirstSeen < latest ? notice.FirstSeen : latest) - ClockMargin;
    }

    private static string Timestamp(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.ToUnixTimeSeconds())}.000000");
}
