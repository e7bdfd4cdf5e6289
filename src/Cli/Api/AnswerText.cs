using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IncidentMesh.Cli.Api;

/// <summary>
/// Reads a server's answer as JSON in which every text is Unicode. Raw events may hold half a surrogate pair, which JSON's
/// grammar allows and no text can be made of (RFC 8259, 8.2), and bytes that are no UTF-8: both become U+FFFD here, so
/// that nothing after this has to expect them.
/// </summary>
internal static class AnswerText
{
    /// <summary>Length of <c>\uXXXX</c>.</summary>
    private const int EscapeLength = 6;

    /// <param name="text">The answer. Changed in place.</param>
    /// <param name="body">What it says.</param>
    /// <returns>Whether it is JSON.</returns>
    public static bool TryParse(byte[] text, out JsonElement body)
    {
        if (!Utf8.IsValid(text))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        ReplaceHalfPairs(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            body = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            body = default;
            return false;
        }
    }

    private static void ReplaceHalfPairs(Span<byte> text)
    {
        while (text.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text = text[at..];
            if (Escaped(text) is not { } unit)
            {
                // Another escape, of two characters; or nothing that a parser will take.
                text = text[Math.Min(2, text.Length)..];
            }
            else if (char.IsHighSurrogate(unit) && Escaped(text[EscapeLength..]) is { } second && char.IsLowSurrogate(second))
            {
                text = text[(2 * EscapeLength)..];
            }
            else
            {
                if (char.IsSurrogate(unit))
                    "FFFD"u8.CopyTo(text[2..]);
                text = text[EscapeLength..];
            }
        }
    }

    private static char? Escaped(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u'
        && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
