using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>The texts of a list with a separator between; <c>concat</c> is the same without one.</summary>
/// <param name="separator">Null for none.</param>
/// <param name="list">Gives a list; null where the list is written empty, of which the outcome is an empty text.</param>
internal sealed class JoinSource(ValueSource? separator, ValueSource? list) : ValueSource
{
    public override FieldValue Get(EventContext context)
    {
        var between = separator?.Get(context) ?? FieldValue.Of(ReadOnlyMemory<byte>.Empty);
        if (between.IsMissing)
            return between;
        if (list is null)
            return FieldValue.Of(ReadOnlyMemory<byte>.Empty);
        var texts = list.Get(context);
        if (texts.Kind != FieldValueKind.List)
            return texts;
        var length = between.Utf8.Length * (texts.Items.Length - 1);
        foreach (ref readonly var text in texts.Items)
            length += text.Utf8.Length;
        var joined = context.Rent(length);
        var rest = joined;
        for (var i = 0; i < texts.Items.Length; i++)
        {
            if (i > 0)
                Append(ref rest, between.Utf8);
            Append(ref rest, texts.Items[i].Utf8);
        }

        return FieldValue.Of(joined);
    }

    private static void Append(ref Memory<byte> rest, ReadOnlyMemory<byte> text)
    {
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }
}
