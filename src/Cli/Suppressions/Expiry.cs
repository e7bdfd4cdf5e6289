using System.Globalization;

namespace IncidentMesh.Cli.Suppressions;

/// <summary>Times of expiry as people write and read them.</summary>
internal static class Expiry
{
    /// <returns>A time for the API: a span such as <c>12h</c> or <c>30d</c> is counted from now; anything else is for the server to judge.</returns>
    public static string Of(string text, DateTimeOffset now)
    {
        if (text.Length is < 2 or > 5
            || text[^1] is not ('h' or 'd')
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return text;
        var span = text[^1] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromDays(count);
        return (now + span).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <returns>How long it is until then, such as <c>20 h</c>; empty where the text is no time.</returns>
    public static string In(string text, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return "";
        var left = time - now;
        return left <= TimeSpan.Zero ? "now"
            : left < TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalMinutes)} min")
            : left < TimeSpan.FromDays(2) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(left.TotalHours)} h")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(left.TotalDays)} days");
    }
}
