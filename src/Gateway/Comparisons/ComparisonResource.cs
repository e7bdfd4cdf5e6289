using IncidentMesh.Contracts.Comparison;

namespace IncidentMesh.Gateway.Comparisons;

/// <summary>Where the comparison of a workload's replicas stands.</summary>
/// <param name="Workload">The workload's key.</param>
/// <param name="Windows">Minutes compared so far.</param>
/// <param name="Learning">Whether these are too few to say anything yet.</param>
/// <param name="ComparedThrough">End of the last of them.</param>
/// <param name="Replicas">Replicas that were watched in it.</param>
/// <param name="FalseAlarmsPerQuarter">How many are tolerated: the setting of the server.</param>
/// <param name="Late">Events that came too late for their minute.</param>
/// <param name="Uncounted">Events from the future, or without room.</param>
/// <param name="Untold">Findings that were not told, because more were made at once than are told.</param>
/// <param name="Note">Why learning began anew; null where it did not.</param>
/// <param name="LastQuarter">What became of the findings of the last quarter.</param>
/// <param name="Deviations">The last findings, newest first.</param>
/// <param name="Expectations">Those in force, then the last ones that ended.</param>
internal sealed record ComparisonResource(
    string Workload,
    long Windows,
    bool Learning,
    DateTime? ComparedThrough,
    int Replicas,
    double FalseAlarmsPerQuarter,
    long Late,
    long Uncounted,
    long Untold,
    string? Note,
    FindingTally LastQuarter,
    IReadOnlyList<DeviationResource> Deviations,
    IReadOnlyList<ExpectationResource> Expectations)
{
    public static ComparisonResource From(ComparisonStatus status) => new(
        status.Workload,
        status.Windows,
        status.IsLearning,
        status.ComparedThrough?.UtcDateTime,
        status.Replicas,
        status.FalseAlarmsPerQuarter,
        status.Late,
        status.Uncounted,
        status.Dropped,
        status.Note,
        status.LastQuarter,
        [.. status.Deviations.Select(DeviationResource.From)],
        [.. status.Expectations.OrderBy(static one => one.EndedAt is not null).Select(ExpectationResource.From)]);
}

/// <summary>A deviation that somebody expects for a time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Feature">Pattern of features.</param>
/// <param name="Replica">Pattern of pods; null for all.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">What happens from then on is compared again.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="EndedAt">When it was removed or expired; null while it is in force.</param>
/// <param name="EndedBy">By whom; <c>system:comparison</c> where it expired.</param>
/// <param name="Hits">Events that it left out.</param>
internal sealed record ExpectationResource(
    string Id,
    string Feature,
    string? Replica,
    string Reason,
    DateTime Expires,
    DateTime CreatedAt,
    string CreatedBy,
    DateTime? EndedAt,
    string? EndedBy,
    long Hits)
{
    public static ExpectationResource From(Expectation one) => new(
        one.Id, one.Feature, one.Replica, one.Reason, one.Expires.UtcDateTime, one.CreatedAt.UtcDateTime, one.CreatedBy, one.EndedAt?.UtcDateTime, one.EndedBy, one.Hits);
}

/// <param name="Feature">Pattern of features with their family, such as <c>exec|/usr/bin/curl</c>, at most 256 characters.</param>
/// <param name="Replica">Pattern of pods, at most 256 characters; null for all.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
/// <param name="Expires">A date or a time, at most a year from now.</param>
internal sealed record AddExpectationRequest(string? Feature, string? Replica, string? Reason, string? Expires);
