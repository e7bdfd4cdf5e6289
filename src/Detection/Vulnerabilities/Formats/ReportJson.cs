using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>Reads reports of others: what is missing or of another type is absent.</summary>
internal static class ReportJson
{
    /// <summary>Longest text that is kept of a member; a longer one is no id, name or version.</summary>
    private const int MostLetters = 1_024;

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        JsonElement? at = element;
        foreach (var name in path)
            at = at?.Member(name);
        return at;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path)?.Decoded() is { Length: > 0 and <= MostLetters } found ? found : null;

    /// <returns>A text of any length; null for other values, and for one with half a surrogate pair, which is no text.</returns>
    public static string? Decoded(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A number, also one that stands in quotes.</summary>
    public static double? Number(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var number = element.At(path) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var found) => found,
            { ValueKind: JsonValueKind.String } text when double.TryParse(text.Decoded(), NumberStyles.Float, CultureInfo.InvariantCulture, out var found) => found,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static IEnumerable<string> Texts(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Items(path).Select(Decoded).OfType<string>();
}
