using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests;

/// <summary>Answers in which somebody who names pods, rules or users has had a say everywhere.</summary>
internal static class HostileAnswer
{
    /// <summary>Name of a member with the text that no version of the API has.</summary>
    public const string Unknown = "aMemberOfALaterVersion";

    private const string Mark = "HOSTILE-TEXT";

    /// <param name="answer">An answer as it should be.</param>
    /// <param name="text">Stands for every text in it, UTF-16 unit by unit: a JSON writer would mend half surrogate pairs.</param>
    public static string Of(string answer, string text)
    {
        var whole = Replace(JsonNode.Parse(answer)!).AsObject();
        whole[Unknown] = Mark;
        return whole.ToJsonString().Replace(Mark, string.Concat(text.Select(static unit =>
            char.IsAsciiLetterOrDigit(unit) ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))), StringComparison.Ordinal);
    }

    private static JsonNode Replace(JsonNode node) => node switch
    {
        JsonObject item => new JsonObject(item.Select(static member => KeyValuePair.Create(
            member.Key,
            member.Value is null || member.Key == "nextCursor" ? member.Value?.DeepClone() : Replace(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(static item => item is null ? null : Replace(item))]),
        _ => node.GetValueKind() == System.Text.Json.JsonValueKind.String ? JsonValue.Create(Mark) : node.DeepClone(),
    };
}
