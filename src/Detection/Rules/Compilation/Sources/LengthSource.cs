using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>Bytes of a text, or elements of a list.</summary>
internal sealed class LengthSource(ValueSource source) : ValueSource
{
    public override FieldValue Get(EventContext context)
    {
        var value = source.Get(context);
        return value.Kind switch
        {
            FieldValueKind.Missing => value,
            FieldValueKind.List => FieldValue.Of((ulong)value.Items.Length),
            _ => FieldValue.Of((ulong)value.Utf8.Length),
        };
    }
}
