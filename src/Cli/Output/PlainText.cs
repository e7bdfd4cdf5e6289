using System.Buffers;
using System.Globalization;
using System.Text;

namespace IncidentMesh.Cli.Output;

/// <summary>
/// Makes any text harmless in a terminal. What moves the cursor, changes colours or direction, hides or breaks lines is
/// shown as an escape such as <c>\u001b</c>.
/// </summary>
internal static class PlainText
{
    /// <summary>Characters of one cell where nothing else is said.</summary>
    public const int CellLength = 240;

    /// <summary>More than these on one letter pile up over the lines around it.</summary>
    private const int MostMarks = 3;

    private static readonly SearchValues<char> Harmless = SearchValues.Create(Printable());

    /// <param name="text">Hostile text; null is empty.</param>
    /// <param name="most">UTF-16 units kept of it; a longer text ends in <c>…</c>.</param>
    public static string Of(string? text, int most = CellLength)
    {
        text ??= "";
        if (text.Length <= most && !text.AsSpan().ContainsAnyExcept(Harmless))
            return text;

        var plain = new StringBuilder(Math.Min(text.Length, most) + 16);
        var (at, marks) = (0, 0);
        while (at < text.Length && at < most)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var units) != OperationStatus.Done)
            {
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}");
                at++;
                continue;
            }

            marks = IsMark(rune) ? marks + 1 : 0;
            if (IsHarmless(rune) && marks <= MostMarks)
                plain.Append(text, at, units);
            else
                AppendEscape(plain, rune.Value);
            at += units;
        }

        return at < text.Length ? plain.Append('…').ToString() : plain.ToString();
    }

    /// <summary>Whether it only ever draws something at its own place.</summary>
    public static bool IsHarmless(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static void AppendEscape(StringBuilder plain, int value) => _ = value switch
    {
        '\n' => plain.Append("\\n"),
        '\r' => plain.Append("\\r"),
        '\t' => plain.Append("\\t"),
        > char.MaxValue => plain.Append(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
        _ => plain.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
    };

    private static string Printable() => string.Create(95, 0, static (all, _) =>
    {
        for (var i = 0; i < all.Length; i++)
            all[i] = (char)(' ' + i);
    });
}
