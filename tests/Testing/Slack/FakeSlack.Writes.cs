using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Http;

namespace IncidentMesh.Testing.Slack;

public sealed partial class FakeSlack
{
    private const int TextLimit = 4000;
    private const int BlocksLimit = 12_000;

    private JsonObject Post(ServedRequest request)
    {
        Need("chat:write");
        var arguments = SlackArguments.OfWrite(
            request, "channel", "text", "blocks", "metadata", "thread_ts", "mrkdwn", "parse", "link_names", "unfurl_links", "unfurl_media");
        NeedChannel(arguments.Required("channel"));
        NeedQuiet(arguments);
        if (arguments.Flag("unfurl_links") || arguments.Flag("unfurl_media") || arguments.Value("unfurl_links") is null || arguments.Value("unfurl_media") is null)
            throw new SlackRefusal("invalid_arguments", "links would be unfurled");
        var thread = arguments.Text("thread_ts");
        if (thread is not null && !_messages.Exists(message => message.Ts == thread && message.ThreadTs is null))
            throw new SlackRefusal("thread_not_found");

        var message = new FakeSlackMessage
        {
            Channel = ChannelId,
            Ts = NextTs(),
            ThreadTs = thread,
            BotId = BotId,
            Text = CheckedText(arguments),
            Blocks = CheckedBlocks(arguments),
            Metadata = CheckedMetadata(arguments) ?? throw new SlackRefusal("invalid_arguments", "a message that cannot be found again"),
        };
        _messages.Add(message);
        return Written(message);
    }

    private JsonObject Update(ServedRequest request)
    {
        Need("chat:write");
        var arguments = SlackArguments.OfWrite(request, "channel", "ts", "text", "blocks", "metadata", "parse", "link_names");
        NeedChannel(arguments.Required("channel"));
        NeedQuiet(arguments);
        var ts = arguments.Required("ts");
        var at = _messages.FindIndex(message => message.Ts == ts);
        if (at < 0)
            throw new SlackRefusal("message_not_found");
        if (_messages[at].BotId != BotId)
            throw new SlackRefusal("cant_update_message");

        _messages[at] = _messages[at] with
        {
            Text = CheckedText(arguments),
            Blocks = CheckedBlocks(arguments),
            // Kept where the call says nothing of it.
            Metadata = CheckedMetadata(arguments) ?? _messages[at].Metadata,
            Edits = _messages[at].Edits + 1,
        };
        return Written(_messages[at]);
    }

    /// <summary>Nothing in a text may be turned into a mention; chat.update does so unless it is told not to.</summary>
    private static void NeedQuiet(SlackArguments arguments)
    {
        if (arguments.Text("parse") is not "none" || arguments.Value("link_names") is null || arguments.Flag("link_names"))
            throw new SlackRefusal("invalid_arguments", "names would be linked");
    }

    private static string CheckedText(SlackArguments arguments)
    {
        var text = arguments.Text("text");
        if (string.IsNullOrEmpty(text))
            throw new SlackRefusal("no_text");
        return text.Length > TextLimit ? throw new SlackRefusal("msg_too_long") : text;
    }

    private static JsonArray? CheckedBlocks(SlackArguments arguments)
    {
        if (arguments.Value("blocks") is not { } blocks)
            return null;
        if (BlockKitCheck.Find(blocks) is { } wrong)
            throw new SlackRefusal("invalid_blocks", wrong);
        var array = JsonArray.Create(blocks);
        // Slack refuses too much text in all blocks together; it does not say how much that is.
        return FakeSlackMessage.ShownIn(array).Length > BlocksLimit ? throw new SlackRefusal("msg_blocks_too_long") : array;
    }

    private static JsonObject? CheckedMetadata(SlackArguments arguments)
    {
        if (arguments.Value("metadata") is not { } metadata)
            return null;
        if (metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty("event_type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString()!.Length is 0 or > 255
            || !metadata.TryGetProperty("event_payload", out var payload) || payload.ValueKind != JsonValueKind.Object
            || metadata.EnumerateObject().Count() != 2)
            throw new SlackRefusal("invalid_metadata_format");
        if (payload.EnumerateObject().Any(member => member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)))
            throw new SlackRefusal("invalid_metadata_schema");
        return JsonObject.Create(metadata);
    }

    private static JsonObject Written(FakeSlackMessage message) => new()
    {
        ["channel"] = message.Channel,
        ["ts"] = message.Ts,
        ["message"] = Shown(message, withMetadata: true),
    };
}
