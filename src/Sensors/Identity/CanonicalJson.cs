using System.Buffers;
using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>
/// One spelling of JSON for each content, after RFC 8785: no blanks, members sorted, only those characters escaped that
/// must be. Otherwise than there, members are sorted by the bytes of their names and numbers keep all their digits; of
/// repeated names the last counts.
/// </summary>
internal static class CanonicalJson
{
    /// <exception cref="JsonException">An object or array is nested too deep.</exception>
    public static void Write(CanonicalBuffer buffer, ReadOnlySpan<byte> json, JsonSlice value)
    {
        switch (value.Type)
        {
            case JsonTokenType.String when !value.Escaped:
                // With its quotes: without escapes there is nothing to write in two ways.
                buffer.Raw(json.Slice(value.Start - 1, value.Length + 2));
                break;
            case JsonTokenType.String:
                WriteEscaped(buffer, value.Of(json));
                break;
            case JsonTokenType.Number:
                CanonicalNumber.Write(buffer, value.Of(json));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray when !value.Canonical:
                if (value.Type != JsonTokenType.StartObject || !CanonicalMembers.TryWrite(buffer, value.Of(json)))
                    CanonicalDocument.Write(buffer, value.Of(json));
                break;
            default:
                buffer.Raw(value.Of(json));
                break;
        }
    }

    /// <summary>Writes a string, escaping only what must be.</summary>
    public static void WriteText(CanonicalBuffer buffer, ReadOnlySpan<byte> text)
    {
        buffer.Byte((byte)'"');
        var target = buffer.Reserve(text.Length * 6);
        var length = 0;
        foreach (var value in text)
        {
            if (value is (byte)'"' or (byte)'\\')
            {
                target[length++] = (byte)'\\';
                target[length++] = value;
            }
            else if (value < 0x20)
            {
                "\\u00"u8.CopyTo(target[length..]);
                target[length + 4] = (byte)('0' + (value >> 4));
                target[length + 5] = "0123456789abcdef"u8[value & 15];
                length += 6;
            }
            else
            {
                target[length++] = value;
            }
        }

        buffer.Advance(length);
        buffer.Byte((byte)'"');
    }

    private static void WriteEscaped(CanonicalBuffer buffer, ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        WriteText(buffer, rented.AsSpan(0, JsonEscapes.Undo(raw, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
