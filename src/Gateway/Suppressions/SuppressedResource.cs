using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>What a list of incidents does not show: signals that the suppressions in force have hidden.</summary>
/// <param name="Signals">How many signals they hid so far.</param>
/// <param name="Suppressions">How many are in force.</param>
/// <param name="ExpiringWithinADay">How many of them expire within 24 h.</param>
internal sealed record SuppressedResource(long Signals, int Suppressions, int ExpiringWithinADay)
{
    /// <returns>Null where none is in force.</returns>
    public static SuppressedResource? Of(IEnumerable<SuppressionRecord> records, DateTimeOffset now)
    {
        var inForce = records.Where(static record => record.EndedAt is null).ToList();
        return inForce.Count == 0
            ? null
            : new(inForce.Sum(static record => record.Hits.Hidden), inForce.Count, inForce.Count(record => record.Suppression.Expires - now <= TimeSpan.FromDays(1)));
    }
}
