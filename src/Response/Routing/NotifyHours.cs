using System.Globalization;

namespace IncidentMesh.Response.Routing;

/// <summary>Hours of days, in a zone. Hours that end before they begin go on over midnight, and belong to the day on which they begin.</summary>
/// <param name="From">First minute.</param>
/// <param name="To">First minute that is not in it any more; the same as <paramref name="From"/> for the whole day.</param>
/// <param name="Days">On which days.</param>
/// <param name="Zone">IANA name; null for the one that is configured.</param>
public sealed record NotifyHours(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days, string? Zone)
{
    /// <summary>In the order of the days that texts write.</summary>
    internal static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public bool Has(DateTimeOffset time, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        var now = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (From < To)
            return now >= From && now < To && Days.Contains(local.DayOfWeek);
        return (now >= From && Days.Contains(local.DayOfWeek)) || (now < To && Days.Contains(local.AddDays(-1).DayOfWeek));
    }

    public override string ToString()
    {
        var days = Days.Count == DayNames.Length ? "" : $" {string.Join("+", Days.Select(static day => DayNames[(int)day]))}";
        return string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}-{To:HH:mm}{days}{(Zone is null ? "" : " " + Zone)}");
    }
}
