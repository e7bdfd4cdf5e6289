using System.Buffers.Text;
using System.Text;

namespace IncidentMesh.Sensors.Reading;

/// <summary>
/// Undoes the escapes of a JSON string. Half a surrogate pair, which the grammar allows and a .NET string cannot be made
/// from without an exception, is kept as the three bytes that WTF-8 gives it: two texts never become one.
/// </summary>
internal static class JsonEscapes
{
    /// <param name="raw">The string as it stands in valid JSON, without quotes.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Undo(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var (at, to) = (0, 0);
        while (at < raw.Length)
        {
            var plain = raw[at..].IndexOf((byte)'\\');
            plain = plain < 0 ? raw.Length - at : plain;
            raw.Slice(at, plain).CopyTo(destination[to..]);
            (at, to) = (at + plain, to + plain);
            if (at + 1 >= raw.Length)
                break;

            var kind = raw[at + 1];
            if (kind != (byte)'u')
            {
                destination[to++] = Simple(kind);
                at += 2;
                continue;
            }

            var unit = Hex(raw, at + 2);
            at += 6;
            if (char.IsHighSurrogate(unit) && at + 1 < raw.Length && raw[at] == (byte)'\\' && raw[at + 1] == (byte)'u'
                && Hex(raw, at + 2) is var low && char.IsLowSurrogate(low))
            {
                to += new Rune(unit, low).EncodeToUtf8(destination[to..]);
                at += 6;
            }
            else if (Rune.TryCreate(unit, out var rune))
            {
                to += rune.EncodeToUtf8(destination[to..]);
            }
            else
            {
                destination[to++] = (byte)(0xE0 | (unit >> 12));
                destination[to++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                destination[to++] = (byte)(0x80 | (unit & 0x3F));
            }
        }

        return to;
    }

    private static byte Simple(byte kind) => kind switch
    {
        (byte)'b' => 8,
        (byte)'f' => 12,
        (byte)'n' => 10,
        (byte)'r' => 13,
        (byte)'t' => 9,
        _ => kind,
    };

    private static char Hex(ReadOnlySpan<byte> raw, int at) =>
        at + 4 <= raw.Length && Utf8Parser.TryParse(raw.Slice(at, 4), out ushort unit, out var used, 'x') && used == 4
            ? (char)unit
            : '\uFFFD';
}
