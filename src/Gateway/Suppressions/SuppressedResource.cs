using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>What a list of incidents does not show: signals that suppressions have hidden, also some that have ended since.</summary>
/// <param name="Signals">How many signals they hid so far.</param>
/// <param name="Suppressions">How many hid them or are in force. Of those that have ended a cluster remembers the last ten.</param>
/// <param name="ExpiringWithinADay">How many of them expire within 24 h.</param>
internal sealed record SuppressedResource(long Signals, int Suppressions, int ExpiringWithinADay)
{
    /// <returns>Null where there are none.</returns>
    public static SuppressedResource? Of(IEnumerable<SuppressionRecord> records, DateTimeOffset now)
    {
        var told = records.Where(static record => record.EndedAt is null || record.Hits.Hidden > 0).ToList();
        return told.Count == 0
            ? null
            : new(
                told.Sum(static record => record.Hits.Hidden), told.Count,
                told.Count(record => record.EndedAt is null && record.Suppression.Expires - now <= TimeSpan.FromDays(1)));
    }
}
