using System.Text.Json;
using IncidentMesh.Testing.Http;

namespace IncidentMesh.Testing.Slack;

/// <summary>A call's arguments, from JSON or the query; unknown ones are refused, which Slack itself is too kind to do.</summary>
internal sealed class SlackArguments
{
    private readonly Dictionary<string, JsonElement> _values = [];

    private SlackArguments()
    {
    }

    /// <summary>Of a method that writes: a POST of JSON in UTF-8.</summary>
    public static SlackArguments OfWrite(ServedRequest request, params string[] known)
    {
        if (request.Method != "POST")
            throw new SlackRefusal("invalid_form_data", "a write must be a POST");
        if (request.ContentType.Count == 0)
            throw new SlackRefusal("missing_post_type");
        if (!string.Equals(request.ContentType, "application/json; charset=utf-8", StringComparison.OrdinalIgnoreCase))
            throw new SlackRefusal("invalid_post_type", request.ContentType);
        if (request.Query.Count > 0)
            throw new SlackRefusal("invalid_arguments", "arguments in the query of a write");

        var arguments = new SlackArguments();
        try
        {
            foreach (var member in JsonDocument.Parse(request.Body).RootElement.EnumerateObject())
                arguments._values[member.Name] = member.Value;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new SlackRefusal("invalid_json", malformed.Message);
        }

        return arguments.Only(known);
    }

    /// <summary>Of a method that reads: a GET.</summary>
    public static SlackArguments OfRead(ServedRequest request, params string[] known)
    {
        if (request.Method != "GET" || request.Body.Length > 0)
            throw new SlackRefusal("invalid_arguments", "a read must be a GET without a body");

        var arguments = new SlackArguments();
        foreach (var (name, value) in request.Query)
            arguments._values[name] = JsonSerializer.SerializeToElement(value.Single());
        return arguments.Only(known);
    }

    public JsonElement? Value(string name) => _values.TryGetValue(name, out var value) ? value : null;

    public string? Text(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new SlackRefusal("invalid_arguments", $"must be a string [json-pointer:/{name}]"),
    };

    public string Required(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw new SlackRefusal("invalid_arguments", $"missing required field: {name}");

    /// <summary>A flag as JSON or as query text.</summary>
    public bool Flag(string name) => Value(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } text when text.GetString() is "true" or "1" => true,
        { ValueKind: JsonValueKind.String } text when text.GetString() is "false" or "0" => false,
        _ => throw new SlackRefusal("invalid_arguments", $"must be a boolean [json-pointer:/{name}]"),
    };

    private SlackArguments Only(string[] known) =>
        _values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new SlackRefusal("invalid_arguments", $"unknown argument: {unknown}")
            : this;
}
