using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Gateway.Comparisons;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>What an incident is about.</summary>
/// <param name="Key">For the filter <c>subject</c>.</param>
/// <param name="Kind"><c>workload</c>, <c>node</c>, <c>user</c>, <c>cluster</c> or <c>digest</c>.</param>
/// <param name="Name"><c>namespace/Kind/name</c> for a workload.</param>
internal sealed record SubjectResource(string Key, string Kind, string Name)
{
    public static SubjectResource From(SubjectRef subject) => new(subject.ToString(), subject.Kind, subject.Name);
}

/// <summary>An incident in a list.</summary>
internal sealed record IncidentSummaryResource(
    string Id,
    string Cluster,
    SubjectResource Subject,
    IncidentState State,
    string Title,
    Severity Severity,
    int Score,
    int Stage,
    long Signals,
    DateTime FirstSeen,
    DateTime LastSeen,
    string? Assignee,
    string? PlanId,
    PlanStatus? PlanStatus,
    Verdict? Verdict)
{
    public static IncidentSummaryResource From(IncidentSummary incident) => new(
        incident.Id,
        incident.Subject.Cluster,
        SubjectResource.From(incident.Subject),
        incident.State,
        incident.Title,
        incident.Severity,
        incident.Score,
        incident.Stage,
        incident.Signals,
        incident.FirstSeen.UtcDateTime,
        incident.LastSeen.UtcDateTime,
        incident.Assignee,
        incident.Plan,
        incident.PlanStatus,
        incident.Verdict);
}

/// <summary>An incident with all that is known of it.</summary>
internal sealed record IncidentResource(
    string Id,
    long Version,
    string Cluster,
    SubjectResource Subject,
    IncidentState State,
    string Title,
    Severity Severity,
    int Score,
    int Stage,
    long Signals,
    DateTime FirstSeen,
    DateTime LastSeen,
    DateTime OpenedAt,
    string? Assignee,
    string? MergedInto,
    IReadOnlyList<string> Merged,
    ScoringResource Scoring,
    IReadOnlyList<ChainStepResource> Chain,
    IReadOnlyList<HiddenStepResource> Hidden,
    IReadOnlyList<RuleResource> Rules,
    IReadOnlyList<string> Sensors,
    IReadOnlyList<ReplicaCountResource> Replicas,
    IReadOnlyList<ActorResource> Actors,
    IReadOnlyList<string> Users,
    IReadOnlyList<string> Nodes,
    IReadOnlyList<PlaceCountResource> Places,
    string? PlanId,
    PlanStatus? PlanStatus,
    PlanResource? Plan,
    WaitingResource? Waiting,
    IReadOnlyList<DeviationResource> Deviations,
    Verdict? Verdict,
    string? JudgedBy,
    DateTime? JudgedAt,
    IReadOnlyList<ExposedCredentialResource> Credentials)
{
    public static IncidentResource From(Incident incident) => new(
        incident.Id,
        incident.Version,
        incident.Subject.Cluster,
        SubjectResource.From(incident.Subject),
        incident.State,
        incident.Title,
        incident.Fold.Severity,
        incident.Score.Value,
        incident.Fold.Stage,
        incident.Fold.Signals,
        incident.Fold.FirstSeen.UtcDateTime,
        incident.Fold.LastSeen.UtcDateTime,
        incident.OpenedAt.UtcDateTime,
        incident.Assignee,
        incident.MergedInto,
        incident.Merged,
        ScoringResource.From(incident.Score),
        [.. incident.Fold.Chain.Select(ChainStepResource.From)],
        [.. incident.Fold.Hidden.Select(HiddenStepResource.From)],
        [.. incident.Fold.Rules.Select(RuleResource.From)],
        incident.Fold.Sensors,
        [.. incident.Fold.Replicas.OrderByDescending(pod => pod.Value).ThenBy(pod => pod.Key, StringComparer.Ordinal)
            .Select(pod => new ReplicaCountResource(pod.Key, pod.Value))],
        [.. incident.Fold.Actors.Select(ActorResource.From)],
        incident.Fold.Users,
        incident.Fold.Nodes,
        [.. incident.Fold.Subjects.OrderByDescending(place => place.Value).ThenBy(place => place.Key, StringComparer.Ordinal)
            .Select(place => new PlaceCountResource(place.Key, place.Value))],
        incident.Plan?.Id,
        incident.Plan?.Status,
        incident.Plan is { } plan ? PlanResource.From(plan) : null,
        incident.Waiting is { } reason ? new WaitingResource(reason, incident.LookAgainAt?.UtcDateTime) : null,
        [.. incident.Deviations.Select(DeviationResource.From)],
        incident.Verdict?.Verdict,
        incident.Verdict?.By,
        incident.Verdict?.At.UtcDateTime,
        [.. incident.Credentials.Select(static one => new ExposedCredentialResource(one.Kind, one.Name, one.Replace))]);
}

/// <summary>What somebody who was in a pod may have, and keep.</summary>
/// <param name="Kind"><c>account-token</c>, <c>projected-token</c>, <c>secret</c>, <c>right</c>, <c>cloud-identity</c>, <c>node</c>, <c>cluster</c>, or <c>more</c> for what has no room.</param>
/// <param name="Name">Which one.</param>
/// <param name="Replace">What makes it worthless.</param>
internal sealed record ExposedCredentialResource(string Kind, string Name, string Replace);

/// <summary>Why a response that is due waits.</summary>
/// <param name="Reason">For people.</param>
/// <param name="LookAgainAt">When it is looked at again by itself; null where only an alert or a person changes it.</param>
internal sealed record WaitingResource(string Reason, DateTime? LookAgainAt);
