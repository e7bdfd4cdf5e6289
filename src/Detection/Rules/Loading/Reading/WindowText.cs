using System.Globalization;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Spans of time as they stand in files: a number with <c>s</c>, <c>m</c> or <c>h</c> behind it.</summary>
internal static class WindowText
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <returns>Whether it is a span of at most <see cref="Longest"/>.</returns>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit == 0 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        span = TimeSpan.FromSeconds((long)number * unit);
        return span <= Longest;
    }
}
