using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>A suppression of one cluster, and what it hid.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Expires">What is received from then on is seen again.</param>
/// <param name="Rule">Pattern of rules or titles; null for all.</param>
/// <param name="Workload">Pattern of <c>namespace/name</c>; null for all.</param>
/// <param name="User">Pattern of users; null for all.</param>
/// <param name="Node">Pattern of nodes; null for all.</param>
/// <param name="Expression">A condition in Falco's language; null for none.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="EndedAt">When it was removed or expired; null while it is in force.</param>
/// <param name="EndedBy">By whom; <c>system:suppressions</c> where it expired.</param>
/// <param name="Hidden">Signals that it hid.</param>
/// <param name="Shown">Signals that it would have hidden, if no attack had seemed to go on around them.</param>
/// <param name="FirstHit">Event time of the earliest of both.</param>
/// <param name="LastHit">Event time of the latest.</param>
/// <param name="Examples">The earliest few that differ in more than numbers.</param>
internal sealed record SuppressionResource(
    string Id,
    string Reason,
    string Owner,
    DateTime Expires,
    string? Rule,
    string? Workload,
    string? User,
    string? Node,
    string? Expression,
    DateTime CreatedAt,
    string CreatedBy,
    DateTime? EndedAt,
    string? EndedBy,
    long Hidden,
    long Shown,
    DateTime? FirstHit,
    DateTime? LastHit,
    IReadOnlyList<string> Examples)
{
    public static SuppressionResource From(SuppressionRecord record) => new(
        record.Suppression.Id,
        record.Suppression.Reason,
        record.Suppression.Owner,
        record.Suppression.Expires.UtcDateTime,
        record.Suppression.Rule,
        record.Suppression.Workload,
        record.Suppression.User,
        record.Suppression.Node,
        record.Suppression.Expression,
        record.CreatedAt.UtcDateTime,
        record.CreatedBy,
        record.EndedAt?.UtcDateTime,
        record.EndedBy,
        record.Hits.Hidden,
        record.Hits.Shown,
        record.Hits.First?.UtcDateTime,
        record.Hits.Last?.UtcDateTime,
        [.. record.Hits.Examples.Select(static example => example.Text)]);
}

/// <param name="Reason">Why, 1 to 500 characters.</param>
/// <param name="Owner">Who answers for it, 1 to 100 characters.</param>
/// <param name="Expires">A date or a time, at most a year from now.</param>
/// <param name="Rule">Pattern of rules or titles, at most 200 characters; so are the other patterns.</param>
/// <param name="Workload">Pattern of <c>namespace/name</c>.</param>
/// <param name="User">Pattern of users.</param>
/// <param name="Node">Pattern of nodes.</param>
/// <param name="Expression">A condition in Falco's language, at most 500 characters.</param>
internal sealed record AddSuppressionRequest(
    string? Reason, string? Owner, string? Expires, string? Rule, string? Workload, string? User, string? Node, string? Expression);
