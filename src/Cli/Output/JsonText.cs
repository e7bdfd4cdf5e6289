using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IncidentMesh.Cli.Output;

/// <summary>JSON that is read by programs and may still be looked at in a terminal: nothing in it can act there.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OnOneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement data) => Write(data, Indented);

    /// <summary>On one line.</summary>
    public static string Compact(JsonElement data) => Write(data, OnOneLine);

    /// <summary>
    /// Writes what a terminal would obey as an escape. Such characters only stand within quoted strings, in JSON and in
    /// YAML as we write it, where the escape means the same.
    /// </summary>
    /// <param name="text">JSON, or YAML with double quotes.</param>
    /// <param name="astral">Whether characters beyond U+FFFF have an escape of their own (YAML), else surrogates (JSON).</param>
    public static string Disarm(string text, bool astral)
    {
        StringBuilder? disarmed = null;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var units = rune.Utf16SequenceLength;
            if (rune.Value == '\n' || PlainText.IsHarmless(rune))
            {
                disarmed?.Append(text, at, units);
            }
            else
            {
                disarmed ??= new StringBuilder(text, 0, at, text.Length + 64);
                if (units == 2 && astral)
                    disarmed.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
                else
                    for (var unit = 0; unit < units; unit++)
                        disarmed.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at + unit]:X4}");
            }

            at += units;
        }

        return disarmed?.ToString() ?? text;
    }

    private static string Write(JsonElement data, JsonSerializerOptions options) => Disarm(JsonSerializer.Serialize(data, options), astral: false);
}
