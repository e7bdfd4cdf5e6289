using System.Globalization;
using System.Text;

namespace IncidentMesh.Integrations.Notices;

/// <summary>
/// Makes hostile text into one line that is what it looks like: control characters and everything invisible that changes
/// how text is shown (bidi overrides, joiners, tags) is dropped, line breaks become blanks, broken UTF-16 and private
/// characters become U+FFFD. Escaping for a medium comes on top.
/// </summary>
internal static class NoticeText
{
    private const char Ellipsis = '…';

    /// <summary>The text, at most <paramref name="max"/> UTF-16 units long; what is cut ends in an ellipsis.</summary>
    /// <param name="text">Hostile text.</param>
    /// <param name="max">Longest result.</param>
    /// <param name="escape">What stands for a character in the medium; null for itself. Never cut in two.</param>
    public static string OneLine(string? text, int max, Func<Rune, string?>? escape = null)
    {
        var line = new StringBuilder(Math.Min(text?.Length ?? 0, max));
        var cut = 0;
        var blank = false;
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Visible(rune) is not { } visible)
                continue;
            if (visible.Value == ' ')
            {
                blank = line.Length > 0;
                continue;
            }

            if (blank)
                line.Append(' ');
            blank = false;
            line.Append(escape?.Invoke(visible) ?? visible.ToString());
            if (line.Length > max)
                return line.ToString(0, cut).TrimEnd() + Ellipsis;
            if (line.Length < max)
                cut = line.Length;
        }

        return line.ToString();
    }

    /// <summary>The character as it may be shown, or null where it is dropped.</summary>
    private static Rune? Visible(Rune rune)
    {
        if (rune.IsAscii)
            return rune.Value is >= ' ' and < 0x7f ? rune : rune.Value is '\t' or '\n' or '\r' ? new Rune(' ') : null;

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format => null,
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => new Rune(' '),
            UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => Rune.ReplacementChar,
            _ => rune,
        };
    }
}
