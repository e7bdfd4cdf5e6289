using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Cli.Rules;

/// <summary>An event written as one JSON object: names of fields, as in a condition, with their values.</summary>
internal sealed class JsonFields : IEventFields
{
    private readonly FieldValue[] _values;

    private JsonFields(FieldValue[] values) => _values = values;

    /// <param name="json">The object.</param>
    /// <param name="fields">The fields that are asked for.</param>
    /// <param name="error">Why a value is none of its field's type; null where all are.</param>
    public static JsonFields? Of(JsonElement json, ImmutableArray<FieldReference> fields, out string? error)
    {
        error = null;
        var values = new FieldValue[fields.Length];
        for (var slot = 0; slot < values.Length; slot++)
        {
            var field = fields[slot];
            if (!json.TryGetProperty(field.ToString(), out var value) && !json.TryGetProperty($"{field.Field.Name}.{field.Argument}", out value))
                continue;
            error = Read(field, value, out values[slot]);
            if (error is not null)
                return null;
        }

        return new JsonFields(values);
    }

    public FieldValue Read(int slot) => _values[slot];

    private static string? Read(FieldReference field, JsonElement json, out FieldValue value)
    {
        value = FieldValue.Missing;
        if (json.ValueKind is JsonValueKind.Null)
            return null;
        var items = new List<FieldValue>();
        foreach (var item in json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : new[] { json })
        {
            if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                return $"the value of {field} must be a text, a number, true or false, or a list of such.";
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
            var type = field.Field.Type;
            if (type == FieldType.Dynamic && item.ValueKind == JsonValueKind.Number)
                type = FieldType.Integer64;
            if (FieldValueParser.Parse(type, Encoding.UTF8.GetBytes(text), out var parsed) is { } error)
                return $"the value of {field} is wrong: {error}.";
            items.Add(parsed);
        }

        if (field.Values != FieldValues.One)
            value = FieldValue.Of([.. items], items.Count);
        else if (items.Count > 1)
            return $"{field} has one value, not {items.Count}.";
        else if (items.Count == 1)
            value = items[0];
        return null;
    }
}
