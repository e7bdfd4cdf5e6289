using System.Buffers.Text;
using System.Text;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>Writes pieces of JSON in another form. What is not sound becomes something or other, but nothing longer.</summary>
internal static class JsonText
{
    /// <summary>Undoes escapes. Half a surrogate pair becomes U+FFFD.</summary>
    /// <param name="raw">The text as it stands in the document, without quotes.</param>
    /// <param name="destination">At least as long.</param>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var to = 0;
        while (raw.IndexOf((byte)'\\') is >= 0 and var plain && plain + 1 < raw.Length)
        {
            raw[..plain].CopyTo(destination[to..]);
            to += plain;
            var kind = raw[plain + 1];
            raw = raw[(plain + 2)..];
            // Four bytes that are no number may be the beginning of another escape.
            if (kind == (byte)'u' && raw.Length >= 4 && Utf8Parser.TryParse(raw[..4], out ushort _, out var digits, 'x') && digits == 4)
                to += TakeCodePoint(ref raw).EncodeToUtf8(destination[to..]);
            else
                destination[to++] = Simple(kind);
        }

        raw.CopyTo(destination[to..]);
        return to + raw.Length;
    }

    /// <summary>Leaves out the blanks between tokens.</summary>
    /// <param name="json">A whole value.</param>
    /// <param name="destination">At least as long.</param>
    /// <returns>Bytes written.</returns>
    public static int Compact(ReadOnlySpan<byte> json, Span<byte> destination)
    {
        var to = 0;
        while (!json.IsEmpty)
        {
            var length = json[0] == (byte)'"' ? TextLength(json) : json.IndexOfAny("\" \t\r\n"u8);
            length = length < 0 ? json.Length : length;
            json[..length].CopyTo(destination[to..]);
            to += length;
            json = json[length..].TrimStart(" \t\r\n"u8);
        }

        return to;
    }

    /// <summary>Bytes of the text at the start, with its quotes.</summary>
    private static int TextLength(ReadOnlySpan<byte> json)
    {
        var at = 1;
        while (true)
        {
            var found = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                return json.Length;
            at += found + 1;
            if (json[at - 1] == (byte)'"')
                return at;
            at = Math.Min(at + 1, json.Length);
        }
    }

    private static Rune TakeCodePoint(ref ReadOnlySpan<byte> hex)
    {
        var first = TakeUnit(ref hex);
        if (Rune.TryCreate(first, out var rune))
            return rune;
        var rest = hex;
        if (char.IsHighSurrogate(first) && rest.Length >= 6 && rest.StartsWith("\\u"u8))
        {
            rest = rest[2..];
            if (Rune.TryCreate(first, TakeUnit(ref rest), out rune))
            {
                hex = rest;
                return rune;
            }
        }

        return Rune.ReplacementChar;
    }

    private static char TakeUnit(ref ReadOnlySpan<byte> hex)
    {
        var isHex = Utf8Parser.TryParse(hex[..4], out ushort unit, out _, 'x');
        hex = hex[4..];
        return isHex ? (char)unit : (char)Rune.ReplacementChar.Value;
    }

    private static byte Simple(byte kind) => kind switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => kind,
    };
}
