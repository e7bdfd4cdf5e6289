using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentMesh.Testing.Slack;

/// <summary>A message as a person sees it in the channel, and what apps can read of it.</summary>
public sealed partial record FakeSlackMessage
{
    public required string Channel { get; init; }

    /// <summary>Its identity.</summary>
    public required string Ts { get; init; }

    /// <summary>The message whose thread it is in; null for a message of the channel.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>The app that wrote it; null for a person.</summary>
    public string? BotId { get; init; }

    /// <summary>What notifications show.</summary>
    public required string Text { get; init; }

    public JsonArray? Blocks { get; init; }

    public JsonObject? Metadata { get; init; }

    /// <summary>How often it was updated.</summary>
    public int Edits { get; init; }

    /// <summary>Everything that is shown, a line a text.</summary>
    public string Shown => Blocks is null ? Text : ShownIn(Blocks);

    /// <summary>Mentions that would ring at somebody, and links that hide where they lead.</summary>
    public IReadOnlyList<string> Pings => [.. new[] { Text }
        .Concat(Texts(Blocks).Where(text => text["type"]!.GetValue<string>() == "mrkdwn").Select(text => text["text"]!.GetValue<string>()))
        .SelectMany(text => Syntax().Matches(text)).Select(match => match.Value)];

    internal static string ShownIn(JsonArray? blocks) => string.Join('\n', Texts(blocks).Select(text => text["text"]!.GetValue<string>()));

    private static IEnumerable<JsonObject> Texts(JsonNode? node) => node switch
    {
        JsonObject text when text["type"]?.GetValueKind() == System.Text.Json.JsonValueKind.String
            && text["type"]!.GetValue<string>() is "plain_text" or "mrkdwn" => [text],
        JsonObject other => other.SelectMany(member => Texts(member.Value)),
        JsonArray array => array.SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Syntax();
}
