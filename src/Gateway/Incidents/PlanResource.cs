using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>A response plan.</summary>
internal sealed record PlanResource(
    string Id,
    string Action,
    WorkloadResource Target,
    PlanStatus Status,
    string Reason,
    IReadOnlyList<string> Consequences,
    DateTime ProposedAt,
    string? ProposedBy,
    DateTime ExpiresAt,
    string Hash,
    IReadOnlyList<PlanStepResource> Steps,
    SnapshotResource? Snapshot,
    string? DecidedBy,
    DateTime? DecidedAt,
    string? Failure,
    string? UndoneBy,
    int Corrections,
    IReadOnlyList<string> Pods,
    IReadOnlyList<QuarantinedPodResource> Quarantined,
    IReadOnlyList<DeletedPodResource> Deletes,
    bool CanUndo)
{
    public static PlanResource From(ResponsePlan plan) => new(
        plan.Id,
        plan.Action,
        WorkloadResource.From(plan.Target),
        plan.Status,
        plan.Reason,
        plan.Consequences,
        plan.ProposedAt.UtcDateTime,
        plan.ProposedBy,
        plan.ExpiresAt.UtcDateTime,
        plan.Hash,
        [.. plan.Steps.Select(step => new PlanStepResource(
            step.Name, step.Effect, step.Description, step.Status, step.FinishedAt?.UtcDateTime, step.Outcome,
            step.Tries?.Count, step.Tries?.Reason, step.Tries?.NextAt?.UtcDateTime))],
        plan.Snapshot is { } snapshot ? new SnapshotResource(snapshot.Uid, snapshot.Replicas, snapshot.Controllers) : null,
        plan.DecidedBy,
        plan.DecidedAt?.UtcDateTime,
        plan.Failure,
        plan.UndoneBy,
        plan.Corrections,
        plan.Pods,
        [.. plan.Quarantined.Select(static pod => new QuarantinedPodResource(pod.Name, pod.Uid, pod.Labels))],
        [.. plan.Deletes.Select(static pod => new DeletedPodResource(pod.Name, pod.Uid))],
        plan.CanUndo);
}

internal sealed record WorkloadResource(string Namespace, string Kind, string Name)
{
    public static WorkloadResource From(WorkloadRef workload) => new(workload.Namespace, workload.Kind, workload.Name);
}

/// <param name="Name">Name within the plan.</param>
/// <param name="Effect">Kind of the effect that carries it out.</param>
/// <param name="Description">What it does.</param>
/// <param name="Status">How far it is.</param>
/// <param name="FinishedAt">When its outcome was recorded.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Tries">Tries so far, while it runs.</param>
/// <param name="LastTry">Why the last try did not end it.</param>
/// <param name="NextTryAt">When the next try is due; null while one is under way.</param>
internal sealed record PlanStepResource(
    string Name, string Effect, string Description, StepStatus Status, DateTime? FinishedAt, string? Outcome,
    int? Tries, string? LastTry, DateTime? NextTryAt);

/// <summary>A quarantined pod as it was before.</summary>
internal sealed record QuarantinedPodResource(string Name, string Uid, IReadOnlyDictionary<string, string> Labels);

/// <summary>A pod that is to be deleted, or was.</summary>
internal sealed record DeletedPodResource(string Name, string Uid);

/// <summary>What was there before.</summary>
internal sealed record SnapshotResource(string Uid, int Replicas, IReadOnlyList<string> Controllers);
