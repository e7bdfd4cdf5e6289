using System.Globalization;

namespace IncidentMesh.Grains.Incidents.Reading;

/// <summary>Keys of an incident's ledger rows. Numbers are padded so that ordinal order is their order.</summary>
internal static class IncidentRows
{
    /// <summary>Kind of the ledger partitions.</summary>
    public const string Kind = "incident";

    public const string TimelineEnd = "timeline0";
    public const string EventsStart = "events/";
    public const string EventsEnd = "events0";

    public static string TimelineKey(long number) => string.Create(CultureInfo.InvariantCulture, $"timeline/{number:D12}");

    /// <param name="first">Number of the first event that the row places.</param>
    public static string EventsKey(long first) => string.Create(CultureInfo.InvariantCulture, $"{EventsStart}{first:D12}");

    public static long FirstEvent(string key) => long.Parse(key.AsSpan(EventsStart.Length), CultureInfo.InvariantCulture);
}
