using System.Text;

namespace IncidentMesh.Sensors.Mapping;

/// <summary>Leaves out of a path what is different each time: numbers, ids, temporary names.</summary>
internal static class PathTemplate
{
    private const byte Star = (byte)'*';

    /// <summary>A template is at most so many bytes longer than its path.</summary>
    public const int MostLonger = 1;

    private const int ShortestId = 8;

    /// <summary>As long as paths can be.</summary>
    private const int LongestOnStack = 1024;

    public static string Of(string path)
    {
        var count = Encoding.UTF8.GetByteCount(path);
        if (count + MostLonger > LongestOnStack)
            return path;
        Span<byte> utf8 = stackalloc byte[LongestOnStack];
        Span<byte> template = stackalloc byte[LongestOnStack];
        utf8 = utf8[..Encoding.UTF8.GetBytes(path, utf8)];
        template = template[..Write(utf8, template)];
        return template.SequenceEqual(utf8) ? path : Encoding.UTF8.GetString(template);
    }

    /// <param name="path">A path.</param>
    /// <param name="template">Takes it: as long as the path and <see cref="MostLonger"/>.</param>
    /// <returns>How many bytes it has.</returns>
    public static int Write(ReadOnlySpan<byte> path, Span<byte> template)
    {
        var folder = Temporary(path);
        if (folder > 0)
        {
            path[..folder].CopyTo(template);
            template[folder] = Star;
            return folder + 1;
        }

        return WriteParts(path, (byte)'/', template);
    }

    /// <param name="text">Parts with separators between them.</param>
    /// <param name="separator">What separates them.</param>
    /// <param name="template">Takes it, with a star for each part that is made up: no longer than the text.</param>
    /// <returns>How many bytes it has.</returns>
    public static int WriteParts(ReadOnlySpan<byte> text, byte separator, Span<byte> template)
    {
        if (!text.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            text.CopyTo(template);
            return text.Length;
        }

        var length = 0;
        while (true)
        {
            var end = text.IndexOf(separator);
            var part = end < 0 ? text : text[..end];
            if (IsMadeUp(part))
            {
                template[length++] = Star;
            }
            else
            {
                part.CopyTo(template[length..]);
                length += part.Length;
            }

            if (end < 0)
                return length;
            template[length++] = separator;
            text = text[(end + 1)..];
        }
    }

    /// <summary>Where names are made up: what lies there is one feature.</summary>
    private static int Temporary(ReadOnlySpan<byte> path) =>
        path.StartsWith("/tmp/"u8) ? 5 : path.StartsWith("/var/tmp/"u8) ? 9 : path.StartsWith("/dev/shm/"u8) ? 9 : 0;

    /// <summary>A number, or a long hexadecimal text such as an id of a container or a UUID.</summary>
    private static bool IsMadeUp(ReadOnlySpan<byte> part)
    {
        var digits = 0;
        var isHex = part.Length >= ShortestId;
        foreach (var one in part)
        {
            digits += char.IsAsciiDigit((char)one) ? 1 : 0;
            isHex &= char.IsAsciiHexDigit((char)one) || one == '-';
        }

        return digits > 0 && (digits == part.Length || isHex);
    }
}
