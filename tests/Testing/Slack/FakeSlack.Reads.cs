using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentMesh.Testing.Http;

namespace IncidentMesh.Testing.Slack;

public sealed partial class FakeSlack
{
    /// <summary>The channel, newest first, without threads.</summary>
    private JsonObject History(ServedRequest request)
    {
        Need("channels:history");
        var arguments = SlackArguments.OfRead(request, "channel", "cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest");
        NeedChannel(arguments.Required("channel"));
        var messages = InRange(_messages.Where(message => message.ThreadTs is null), arguments).Reverse();
        return Page(arguments, messages, parent: null);
    }

    /// <summary>A thread, oldest first, its parent at the head of each page.</summary>
    private JsonObject Replies(ServedRequest request)
    {
        Need("channels:history");
        var arguments = SlackArguments.OfRead(request, "channel", "ts", "cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest");
        NeedChannel(arguments.Required("channel"));
        var ts = arguments.Required("ts");
        var parent = _messages.Find(message => message.Ts == ts) ?? throw new SlackRefusal("thread_not_found");
        return Page(arguments, InRange(_messages.Where(message => message.ThreadTs == ts), arguments), parent);
    }

    private JsonObject Page(SlackArguments arguments, IEnumerable<FakeSlackMessage> messages, FakeSlackMessage? parent)
    {
        if (!int.TryParse(arguments.Text("limit") ?? "100", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is 0 or > 999)
            throw new SlackRefusal("invalid_limit");
        limit = Math.Min(limit, PageSize);

        var rest = messages.ToList();
        if (arguments.Text("cursor") is { } cursor)
        {
            var after = rest.FindIndex(message => "after:" + message.Ts == cursor);
            if (after < 0)
                throw new SlackRefusal("invalid_cursor");
            rest.RemoveRange(0, after + 1);
        }

        var withMetadata = arguments.Flag("include_all_metadata");
        var page = new JsonArray();
        if (parent is not null)
            page.Add(Shown(parent, withMetadata));
        foreach (var message in rest.Take(limit))
            page.Add(Shown(message, withMetadata));
        var hasMore = rest.Count > limit;
        return new JsonObject
        {
            ["messages"] = page,
            ["has_more"] = hasMore,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = hasMore ? "after:" + rest[limit - 1].Ts : "" },
        };
    }

    private static IEnumerable<FakeSlackMessage> InRange(IEnumerable<FakeSlackMessage> messages, SlackArguments arguments)
    {
        var inclusive = arguments.Flag("inclusive");
        var oldest = Bound(arguments, "oldest") ?? 0;
        var latest = Bound(arguments, "latest") ?? decimal.MaxValue;
        return messages.Where(message =>
        {
            var ts = decimal.Parse(message.Ts, CultureInfo.InvariantCulture);
            return (ts > oldest && ts < latest) || (inclusive && (ts == oldest || ts == latest));
        });
    }

    private static decimal? Bound(SlackArguments arguments, string name) => arguments.Text(name) switch
    {
        null => null,
        var text when TsForm().IsMatch(text) => decimal.Parse(text, CultureInfo.InvariantCulture),
        _ => throw new SlackRefusal("invalid_ts_" + name),
    };

    private static JsonObject Shown(FakeSlackMessage message, bool withMetadata)
    {
        var shown = new JsonObject { ["type"] = "message", ["text"] = message.Text, ["ts"] = message.Ts };
        if (message.BotId is { } bot)
            shown["bot_id"] = bot;
        if (message.ThreadTs is { } thread)
            shown["thread_ts"] = thread;
        if (message.Blocks is { } blocks)
            shown["blocks"] = blocks.DeepClone();
        // Without being asked for, Slack shows the type only.
        if (message.Metadata is { } metadata)
            shown["metadata"] = withMetadata ? metadata.DeepClone() : new JsonObject { ["event_type"] = metadata["event_type"]!.DeepClone() };
        return shown;
    }

    [GeneratedRegex(@"^\d{1,12}(\.\d{1,6})?$")]
    private static partial Regex TsForm();
}
