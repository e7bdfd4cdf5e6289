using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection;

/// <summary>An event whose every field has a value that nobody would name: a condition that holds for it holds for about everything.</summary>
internal sealed class StrangeEvent(ImmutableArray<FieldReference> fields, params IReadOnlyList<byte[]> values) : IEventFields
{
    /// <summary>Two that have no value in common.</summary>
    public static IEnumerable<StrangeEvent> Pair(ImmutableArray<FieldReference> fields) =>
    [
        new(fields, "q7wkzj"u8.ToArray(), "true"u8.ToArray(), "31999"u8.ToArray(), "198.51.100.77"u8.ToArray()),
        new(fields, "0"u8.ToArray(), "false"u8.ToArray(), "203.0.113.9"u8.ToArray()),
    ];

    public FieldValue Read(int slot)
    {
        var field = fields[slot];
        foreach (var text in values)
        {
            if (FieldValueParser.Parse(field.Field.Type, text, out var value) is null)
                return field.Values == FieldValues.One ? value : FieldValue.Of([value], 1);
        }

        return FieldValue.Missing;
    }
}
