using System.Buffers;
using System.Text.Json;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>The whole event as JSON with two blanks for each level, as Falco shows it.</summary>
internal sealed class DocumentReader : AuditReader
{
    private readonly ArrayBufferWriter<byte> _text = new();

    public override FieldValue Read(JsonIndex json)
    {
        _text.ResetWrittenCount();
        Write(json, JsonIndex.Root, 0);
        return FieldValue.Of(_text.WrittenMemory);
    }

    private void Write(JsonIndex json, int node, int depth)
    {
        var isObject = json.KindOf(node) == JsonTokenType.StartObject;
        var item = json.FirstItem(node);
        if (item == JsonIndex.None)
        {
            _text.Write(json.RawOf(node));
            return;
        }

        _text.Write(isObject ? "{"u8 : "["u8);
        for (var isFirst = true; item != JsonIndex.None; isFirst = false)
        {
            if (!isFirst)
                _text.Write(","u8);
            Break(depth + 1);
            if (isObject)
            {
                _text.Write(json.RawOf(item));
                _text.Write(": "u8);
                item++;
            }

            Write(json, item, depth + 1);
            item = json.ItemAfter(node, item);
        }

        Break(depth);
        _text.Write(isObject ? "}"u8 : "]"u8);
    }

    private void Break(int depth)
    {
        _text.Write("\n"u8);
        for (; depth > 0; depth--)
            _text.Write("  "u8);
    }
}
