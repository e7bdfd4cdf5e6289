using System.Collections.Immutable;
using System.Text;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Tests.Rules.Compilation;

/// <summary>An event whose fields are written out: a value for each field, or several, as text.</summary>
internal sealed class DictionaryEvent(IReadOnlyDictionary<string, string[]> values, ImmutableArray<FieldReference> fields)
    : IEventFields
{
    public int Reads { get; private set; }

    public FieldValue Read(int slot)
    {
        Reads++;
        var field = fields[slot];
        return values.TryGetValue(field.ToString(), out var texts) || values.TryGetValue($"{field.Field.Name}.{field.Argument}", out texts)
            ? Value(field, texts)
            : FieldValue.Missing;
    }

    public static FieldValue Value(FieldReference field, string[] texts)
    {
        FieldValue[] items = [.. texts.Select(text => Parsed(field.Field.Type, text))];
        return field.Values == FieldValues.One && items.Length > 0 ? items[0] : FieldValue.Of(items, items.Length);
    }

    private static FieldValue Parsed(FieldType type, string text)
    {
        // A raw argument that is a number in the event is one for the rules.
        if (type == FieldType.Dynamic)
            type = long.TryParse(text, out _) ? FieldType.Integer64 : FieldType.Text;
        var bytes = type == FieldType.Bytes ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
        Assert.Null(FieldValueParser.Parse(type, bytes, out var value));
        return value;
    }
}
