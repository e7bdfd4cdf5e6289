using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Loading.Reading;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>Test events as they are written in YAML, and the JSON that a sensor would have sent.</summary>
internal static class TestEvent
{
    private const string Like = "like";
    private const string Times = "times";
    private const string After = "after";
    private const int MostTimes = 1_000;

    /// <param name="node">A mapping.</param>
    /// <param name="known">Cases that it may be like.</param>
    /// <param name="problem">Why it is no event.</param>
    /// <returns>One event, or as many as <c>times</c> says and the case that it is like has.</returns>
    public static IEnumerable<TimedObject>? Read(
        YamlNode node, Dictionary<string, ImmutableArray<TimedObject>> known, out RuleTestProblem? problem)
    {
        if (node is not YamlMapping mapping)
            return Wrong(node, "an event must be a mapping", out problem);
        var models = ImmutableArray.Create(new TimedObject([], TimeSpan.Zero));
        if (mapping[Like] is { } like && (like is not YamlScalar name || !known.TryGetValue(name.Value, out models)))
            return Wrong(like, "'like' must name a case of the same item that stands before", out problem);
        var times = 1;
        if (mapping[Times] is { } count && (count is not YamlScalar number || !int.TryParse(number.Value, out times) || times is < 1 or > MostTimes))
            return Wrong(count, $"'times' must be a number from 1 to {MostTimes}", out problem);
        TimeSpan? after = null;
        if (mapping[After] is { } pause)
        {
            if (pause is not YamlScalar text || !WindowText.TryParse(text.Value, out var span))
                return Wrong(pause, "'after' must be a number with s, m or h behind it, up to 24h", out problem);
            after = span;
        }

        foreach (var (key, _) in mapping.Entries)
        {
            if (UnknownField(key.Value) is { } unknown)
                return Wrong(key, unknown, out problem);
        }

        problem = null;
        return Enumerable.Repeat(models, times).SelectMany(same => same)
            .Select(model => new TimedObject(Changed(model.Json, mapping), after ?? model.After))
            .ToList();
    }

    /// <summary>
    /// Fields of Falco become an alert of Falco. Of an audit event that states no kind the members are filled in that
    /// every one has.
    /// </summary>
    public static ReadOnlyMemory<byte> ToUtf8(JsonObject read)
    {
        var json = (JsonObject)read.DeepClone();
        if (json.Any(member => IsField(member.Key)))
        {
            json = new JsonObject { ["output_fields"] = json };
        }
        else if (json.ContainsKey("verb") && !json.ContainsKey("kind"))
        {
            json["kind"] = "Event";
            json.TryAdd("apiVersion", "audit.k8s.io/v1");
            json.TryAdd("level", "RequestResponse");
            json.TryAdd("auditID", "5f6a1f9c-8b0e-4c58-9a0c-3f2d5f1f7a11");
            json.TryAdd("stage", "ResponseComplete");
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    private static JsonObject Changed(JsonObject model, YamlMapping changes)
    {
        var changed = (JsonObject)model.DeepClone();
        foreach (var (key, value) in changes.Entries)
        {
            if (key.Value is Like or Times or After)
                continue;
            if (value is YamlScalar { IsNull: true })
                changed.Remove(key.Value);
            else if (value is YamlMapping inner && changed[key.Value] is JsonObject old)
                changed[key.Value] = Changed(old, inner);
            else
                changed[key.Value] = ToJson(value);
        }

        return changed;
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.DistinctBy(entry => entry.Key.Value)
            .Select(entry => KeyValuePair.Create(entry.Key.Value, ToJson(entry.Value)))),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        YamlScalar { IsNull: true } => null,
        YamlScalar { IsPlain: true, Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalar { IsPlain: true } plain when long.TryParse(plain.Value, out var number) && number.ToString(System.Globalization.CultureInfo.InvariantCulture) == plain.Value => number,
        YamlScalar text => text.Value,
        _ => throw new InvalidOperationException($"YAML has no node {node.GetType().Name}."),
    };

    /// <summary>Members of sensors' own events have no dots at the top.</summary>
    private static bool IsField(string key) => key.Contains('.', StringComparison.Ordinal);

    private static string? UnknownField(string key)
    {
        if (!IsField(key))
            return null;
        var bracket = key.IndexOf('[', StringComparison.Ordinal);
        var (name, argument) = bracket > 0 && key[^1] == ']' ? (key[..bracket], key[(bracket + 1)..^1]) : (key, null);
        return FieldTable.Falco.TryResolve(name, argument, out _, out var error) ? null : error;
    }

    private static IEnumerable<TimedObject>? Wrong(YamlNode node, string message, out RuleTestProblem problem)
    {
        problem = new RuleTestProblem(node.Place, message);
        return null;
    }
}
