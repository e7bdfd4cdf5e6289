using System.Globalization;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Response.Routing;

/// <summary>
/// Reads whom to notify: <c>slack:#payments,pagerduty:payments-oncall;severity=critical,email:sec@example.com;hours=09:00-18:00;days=mon-fri;zone=Europe/Berlin</c>.
/// Entries are separated by commas, conditions of an entry follow it after semicolons. An entry without a colon is a
/// notifier with its own target, such as <c>slack</c>, or the name of a route.
/// </summary>
public static class NotifyText
{
    /// <summary>Kinds of targets.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["slack", "pagerduty", "email"];

    private const int MostEntries = 16;

    /// <param name="text">Hostile.</param>
    /// <param name="problems">What could not be read, one sentence each. An entry whose condition cannot be read counts without it: too much is told rather than nothing.</param>
    public static IReadOnlyList<NotifyEntry> Read(string text, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        var wrong = new List<string>();
        var pieces = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (pieces.Length > MostEntries)
            wrong.Add($"There are {pieces.Length} entries, of which the first {MostEntries} count.");
        var entries = pieces.Take(MostEntries).Select(piece => Entry(piece, wrong)).OfType<NotifyEntry>().ToList();
        problems = wrong;
        return entries;
    }

    private static NotifyEntry? Entry(string piece, List<string> problems)
    {
        var parts = piece.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return null;
        var target = parts[0];
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? (Kinds.Contains(target.ToLowerInvariant()) ? target.ToLowerInvariant() : null) : target[..colon].ToLowerInvariant();
        var name = colon < 0 ? (kind is null ? target : null) : target[(colon + 1)..].TrimStart('#');
        return Conditions(new NotifyEntry(target, kind, string.IsNullOrEmpty(name) ? null : name, null, null), parts.AsSpan(1), problems);
    }

    private static NotifyEntry Conditions(NotifyEntry entry, ReadOnlySpan<string> conditions, List<string> problems)
    {
        var (from, to, zone) = (TimeOnly.MinValue, TimeOnly.MinValue, (string?)null);
        IReadOnlyList<DayOfWeek> days = Enum.GetValues<DayOfWeek>();
        var hasHours = false;
        foreach (var condition in conditions)
        {
            var equals = condition.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (condition, "") : (condition[..equals].Trim().ToLowerInvariant(), condition[(equals + 1)..].Trim());
            switch (key)
            {
                case "severity" when Enum.TryParse<Severity>(value, ignoreCase: true, out var severity) && Enum.IsDefined(severity) && char.IsAsciiLetter(value[0]):
                    entry = entry with { Minimum = severity };
                    break;
                case "hours" when Hours(value) is { } hours:
                    (from, to) = hours;
                    hasHours = true;
                    break;
                case "days" when Days(value) is { } read:
                    days = read;
                    hasHours = true;
                    break;
                case "zone" when TimeZoneInfo.TryFindSystemTimeZoneById(value, out _):
                    zone = value;
                    break;
                default:
                    problems.Add(
                        $"The condition '{condition}' of {entry.Text} is not understood and does not count: write severity=high, hours=09:00-18:00, days=mon-fri or zone=Europe/Berlin.");
                    break;
            }
        }

        return hasHours ? entry with { Hours = new NotifyHours(from, to, days, zone) } : entry;
    }

    private static (TimeOnly From, TimeOnly To)? Hours(string text) =>
        text.Split('-') is [var from, var to]
        && TimeOnly.TryParseExact(from.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && TimeOnly.TryParseExact(to.Trim() == "24:00" ? "00:00" : to.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? (first, last)
            : null;

    /// <summary><c>mon-fri</c>, <c>sat+sun</c>, <c>fri-mon</c>.</summary>
    private static IReadOnlyList<DayOfWeek>? Days(string text)
    {
        var days = new List<DayOfWeek>();
        foreach (var part in text.ToLowerInvariant().Split('+', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            var (first, last) = (Array.IndexOf(NotifyHours.DayNames, ends[0]), Array.IndexOf(NotifyHours.DayNames, ends[^1]));
            if (first < 0 || last < 0 || ends.Length > 2)
                return null;
            for (var day = first; ; day = (day + 1) % NotifyHours.DayNames.Length)
            {
                days.Add((DayOfWeek)day);
                if (day == last)
                    break;
            }
        }

        return [.. days.Distinct()];
    }
}
