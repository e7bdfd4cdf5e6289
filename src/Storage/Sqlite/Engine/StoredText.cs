using System.Text;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>
/// How texts are written: UTF-8, but each half of a surrogate pair on its own (CESU-8). That loses nothing, not even
/// half a pair in a hostile name, and makes SQLite's byte order the ordinal order of .NET strings.
/// </summary>
internal static class StoredText
{
    public static int MaxBytes(string text) => text.Length * 3;

    /// <returns>The number of bytes written.</returns>
    public static int Encode(string text, Span<byte> bytes)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return Encoding.UTF8.GetBytes(text, bytes);
        }

        var at = 0;
        foreach (var unit in text)
        {
            if (unit < 0x80)
            {
                bytes[at++] = (byte)unit;
            }
            else if (unit < 0x800)
            {
                bytes[at++] = (byte)(0xc0 | (unit >> 6));
                bytes[at++] = (byte)(0x80 | (unit & 0x3f));
            }
            else
            {
                bytes[at++] = (byte)(0xe0 | (unit >> 12));
                bytes[at++] = (byte)(0x80 | ((unit >> 6) & 0x3f));
                bytes[at++] = (byte)(0x80 | (unit & 0x3f));
            }
        }

        return at;
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        // Every surrogate starts with 0xED. Bytes that Encode did not write (a changed file) are read as plain UTF-8.
        if (!bytes.Contains((byte)0xed) || bytes.ContainsAnyInRange((byte)0xf0, (byte)0xff))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var units = new StringBuilder(bytes.Length);
        for (var at = 0; at < bytes.Length;)
        {
            var first = bytes[at];
            var length = first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
            if (at + length > bytes.Length)
            {
                return Encoding.UTF8.GetString(bytes);
            }

            units.Append((char)(length switch
            {
                1 => first,
                2 => ((first & 0x1f) << 6) | (bytes[at + 1] & 0x3f),
                _ => ((first & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f),
            }));
            at += length;
        }

        return units.ToString();
    }
}
