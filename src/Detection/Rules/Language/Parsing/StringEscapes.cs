using System.Buffers;
using System.Text;

namespace IncidentMesh.Detection.Rules.Language.Parsing;

/// <summary>Escapes in quoted strings: <c>\b \f \n \r \t \\ \/ \xHH</c> and the quote in use; nothing else.</summary>
internal static class StringEscapes
{
    /// <summary>Takes the escapes out of what stands between two quotes.</summary>
    /// <param name="content">The text without its quotes.</param>
    /// <param name="quote">The quote in use.</param>
    /// <param name="value">The bytes meant.</param>
    /// <param name="failedAt">On failure, offset of the backslash in <paramref name="content"/>.</param>
    /// <returns>Null, or why the content is refused.</returns>
    public static string? Unescape(ReadOnlySpan<char> content, char quote, out byte[] value, out int failedAt)
    {
        value = [];
        failedAt = 0;
        var bytes = new ArrayBufferWriter<byte>(content.Length + 1);
        for (var rest = content; ;)
        {
            var backslash = rest.IndexOf('\\');
            Encoding.UTF8.GetBytes(backslash < 0 ? rest : rest[..backslash], bytes);
            if (backslash < 0)
                break;
            failedAt = content.Length - rest.Length + backslash;
            rest = rest[(backslash + 1)..];
            if (rest.IsEmpty)
                return "the string ends in a '\\' that escapes nothing";
            if (rest[0] == 'x')
            {
                if (rest.Length < 3 || !char.IsAsciiHexDigit(rest[1]) || !char.IsAsciiHexDigit(rest[2]))
                    return "two hexadecimal digits must follow the escape '\\x'";
                Append(bytes, Convert.FromHexString(rest[1..3])[0]);
                rest = rest[3..];
                continue;
            }

            if (Unescaped(rest[0], quote) is not { } single)
            {
                return rest[0] is '"' or '\''
                    ? $"invalid \\{rest[0]} escape in {quote}-quoted string"
                    : $"unsupported string escape sequence: \\{rest[0]}";
            }

            Append(bytes, single);
            rest = rest[1..];
        }

        value = bytes.WrittenSpan.ToArray();
        return null;
    }

    private static byte? Unescaped(char escaped, char quote) => escaped switch
    {
        'b' => (byte)'\b',
        'f' => (byte)'\f',
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        't' => (byte)'\t',
        '\\' => (byte)'\\',
        '/' => (byte)'/',
        '"' or '\'' when escaped == quote => (byte)quote,
        _ => null,
    };

    private static void Append(ArrayBufferWriter<byte> bytes, byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
    }
}
