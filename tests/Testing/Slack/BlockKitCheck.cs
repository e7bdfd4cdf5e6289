using System.Text.Json;

namespace IncidentMesh.Testing.Slack;

/// <summary>
/// The rules of Block Kit that matter here (https://docs.slack.dev/reference/block-kit/blocks), by its reference: types,
/// required and known fields, and sizes.
/// </summary>
internal static class BlockKitCheck
{
    /// <returns>What Slack would complain about; null for nothing.</returns>
    public static string? Find(JsonElement blocks)
    {
        if (blocks.ValueKind != JsonValueKind.Array)
            return "must be an array [json-pointer:/blocks]";
        if (blocks.GetArrayLength() is 0 or > 50)
            return "must hold 1 to 50 blocks [json-pointer:/blocks]";

        var at = 0;
        foreach (var block in blocks.EnumerateArray())
        {
            if (Block(block) is { } wrong)
                return $"{wrong} [json-pointer:/blocks/{at}]";
            at++;
        }

        return null;
    }

    private static string? Block(JsonElement block) => Type(block) switch
    {
        "header" => Fields(block, ["text"], []) ?? Text(block.GetProperty("text"), 150, plainOnly: true),
        "section" => Section(block),
        "context" => Fields(block, ["elements"], []) ?? Each(block.GetProperty("elements"), 10, text => Text(text, 3000)),
        "actions" => Fields(block, ["elements"], []) ?? Each(block.GetProperty("elements"), 25, Button),
        "divider" => Fields(block, [], []),
        var other => $"unsupported block type: {other}",
    };

    private static string? Section(JsonElement block)
    {
        if (Fields(block, [], ["text", "fields"]) is { } wrong)
            return wrong;
        var hasText = block.TryGetProperty("text", out var text);
        var hasFields = block.TryGetProperty("fields", out var fields);
        if (!hasText && !hasFields)
            return "must have text or fields";
        return (hasText ? Text(text, 3000) : null) ?? (hasFields ? Each(fields, 10, field => Text(field, 2000)) : null);
    }

    private static string? Button(JsonElement element)
    {
        if (Type(element) != "button")
            return $"unsupported element type: {Type(element)}";
        if (Fields(element, ["text", "action_id"], ["url", "value", "style"]) is { } wrong)
            return wrong;
        if (element.GetProperty("action_id").GetString() is not { Length: >= 1 and <= 255 })
            return "action_id must be 1 to 255 characters";
        if (element.TryGetProperty("url", out var url)
            && (url.GetString() is not { Length: <= 3000 } address || !Uri.TryCreate(address, UriKind.Absolute, out _)))
            return "url must be a URL of at most 3000 characters";
        return Text(element.GetProperty("text"), 75, plainOnly: true);
    }

    private static string? Text(JsonElement text, int max, bool plainOnly = false)
    {
        var type = Type(text);
        if (type is not "plain_text" && (plainOnly || type is not "mrkdwn"))
            return $"must be a text object, not {type}";
        if (Fields(text, ["text"], type == "plain_text" ? ["emoji"] : ["verbatim"]) is { } wrong)
            return wrong;
        return text.GetProperty("text") is not { ValueKind: JsonValueKind.String } value || value.GetString()!.Length == 0
            ? "must be more than 0 characters"
            : value.GetString()!.Length > max ? $"must be less than {max + 1} characters" : null;
    }

    private static string? Each(JsonElement items, int max, Func<JsonElement, string?> check)
    {
        if (items.ValueKind != JsonValueKind.Array || items.GetArrayLength() is 0 || items.GetArrayLength() > max)
            return $"must hold 1 to {max} items";
        return items.EnumerateArray().Select(check).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Fields(JsonElement element, string[] required, string[] optional)
    {
        var missing = required.FirstOrDefault(name => !element.TryGetProperty(name, out _));
        var unknown = element.EnumerateObject().Select(member => member.Name)
            .FirstOrDefault(name => name is not ("type" or "block_id") && !required.Contains(name) && !optional.Contains(name));
        return missing is not null ? $"missing required field: {missing}" : unknown is not null ? $"unknown field: {unknown}" : null;
    }

    private static string? Type(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;
}
