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
            if (kind == (byte)'u' && TryTakeUnit(ref raw, out var unit))
                to += TakeCodePoint(unit, ref raw).EncodeToUtf8(destination[to..]);
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

    /// <summary>Takes the other half of a surrogate pair as well, where it follows.</summary>
    private static Rune TakeCodePoint(char first, ref ReadOnlySpan<byte> text)
    {
        if (Rune.TryCreate(first, out var rune))
            return rune;
        var rest = text.StartsWith("\\u"u8) ? text[2..] : default;
        if (!TryTakeUnit(ref rest, out var second) || !Rune.TryCreate(first, second, out rune))
            return Rune.ReplacementChar;
        text = rest;
        return rune;
    }

    /// <summary>Takes four digits, or nothing: bytes that are no number may be the beginning of another escape.</summary>
    private static bool TryTakeUnit(ref ReadOnlySpan<byte> text, out char unit)
    {
        var isUnit = Utf8Parser.TryParse(text[..Math.Min(text.Length, 4)], out ushort value, out var digits, 'x') && digits == 4;
        unit = (char)value;
        text = isUnit ? text[4..] : text;
        return isUnit;
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
