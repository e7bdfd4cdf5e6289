using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>What a list of incidents does not show: signals that suppressions have hidden, also some that have ended since.</summary>
/// <param name="Signals">How many signals they hid so far.</param>
/// <param name="Suppressions">How many hid them or are in force.</param>
/// <param name="ExpiringWithinADay">How many of them expire within 24 h.</param>
internal sealed record SuppressedResource(long Signals, long Suppressions, int ExpiringWithinADay)
{
    /// <returns>Null where there are none.</returns>
    public static SuppressedResource? Of(IReadOnlyList<SuppressionList> clusters, DateTimeOffset now)
    {
        var forgotten = clusters.Sum(static list => list.Forgotten.Suppressions);
        var told = clusters.SelectMany(static list => list.Records).Where(static record => record.EndedAt is null || record.Hits.Hidden > 0).ToList();
        return told.Count + forgotten == 0
            ? null
            : new(
                told.Sum(static record => record.Hits.Hidden) + clusters.Sum(static list => list.Forgotten.Hidden), told.Count + forgotten,
                told.Count(record => record.EndedAt is null && record.Suppression.Expires - now <= TimeSpan.FromDays(1)));
    }
}
