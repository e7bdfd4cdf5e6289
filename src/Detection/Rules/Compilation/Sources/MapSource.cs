using System.Buffers;
using System.Buffers.Text;
using IncidentMesh.Detection.Rules.Compilation.Matching.Text;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>The transformers that make one value of one: case, Base64, base name. Of a list they change every item.</summary>
internal sealed class MapSource(Transformer transformer, ValueSource source) : ValueSource
{
    public override FieldValue Get(EventContext context)
    {
        var value = source.Get(context);
        if (value.Kind != FieldValueKind.List)
            return value.IsMissing ? value : Map(value, context);
        var from = context.StackDepth;
        foreach (ref readonly var item in value.Items)
        {
            var mapped = Map(item, context);
            if (mapped.IsMissing)
            {
                context.Pop(from);
                return FieldValue.Missing;
            }

            context.Push(mapped);
        }

        return context.PopList(from);
    }

    private FieldValue Map(in FieldValue value, EventContext context)
    {
        var text = value.Utf8;
        switch (transformer)
        {
            case Transformer.BaseName:
                return FieldValue.Of(text[(text.Span.LastIndexOf((byte)'/') + 1)..]);
            case Transformer.Base64:
                var decoded = context.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
                return Base64.DecodeFromUtf8(text.Span, decoded.Span, out _, out var length) == OperationStatus.Done
                    ? FieldValue.Of(decoded[..length])
                    : FieldValue.Missing;
            default:
                var mapped = context.Rent(text.Length);
                var from = text.Span;
                var to = mapped.Span;
                for (var i = 0; i < from.Length; i++)
                    to[i] = transformer == Transformer.ToLower ? AsciiCase.Lower(from[i]) : AsciiCase.Upper(from[i]);
                return FieldValue.Of(mapped);
        }
    }
}
