using IncidentMesh.Detection.Posture.Exposure.Addresses;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>Lists of networks that something takes connections from.</summary>
internal static class SourceRanges
{
    /// <param name="ranges">Networks as text; none for everybody.</param>
    /// <param name="clients">Who is let in. One that is no network lets nobody in.</param>
    /// <returns>A step that says so; null where everybody is let in.</returns>
    public static string? Narrow(IReadOnlyList<string> ranges, out AddressSet clients)
    {
        clients = AddressSet.All;
        if (ranges.Count == 0)
            return null;
        clients = ranges.Aggregate(AddressSet.Empty, static (set, range) => AddressSet.TryParse(range, out var one) ? set.Union(one) : set);
        return $"It takes connections from {Listed(ranges)} only.";
    }

    private static string Listed(IReadOnlyList<string> ranges) =>
        ranges.Count <= 4 ? string.Join(", ", ranges) : $"{string.Join(", ", ranges.Take(4))} and {ranges.Count - 4} more";
}
