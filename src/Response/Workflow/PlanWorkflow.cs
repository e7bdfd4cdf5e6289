using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Response.Workflow;

/// <summary>
/// The life of a plan as a pure function: plan and event in, plan and effects out. Each step is one effect whose id is
/// plan and step, so that a repeated event or a replayed commit asks for nothing twice.
/// </summary>
public static class PlanWorkflow
{
    private const string Actor = "system:workflow";

    /// <param name="incident">Id of the incident; with the plan's id it names the containment on the object.</param>
    /// <param name="plan">The plan as it is.</param>
    /// <param name="planEvent">What happened.</param>
    /// <param name="now">The caller's time.</param>
    public static PlanTransition Advance(string incident, ResponsePlan plan, PlanEvent planEvent, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return planEvent switch
        {
            PlanEvent.Approved approved => Approve(incident, plan, approved, now),
            PlanEvent.Rejected rejected => Reject(plan, rejected, now),
            PlanEvent.UndoRequested undo => RequestUndo(incident, plan, undo, now),
            PlanEvent.Withdrawn withdrawn => Withdraw(plan, withdrawn, now),
            PlanEvent.Expired => Expire(plan, now),
            PlanEvent.StepDone done => FinishStep(incident, plan, done, now),
            PlanEvent.StepFailed failed => EndStep(plan, failed.Effect, PlanStatus.Failed, failed.Reason, now),
            PlanEvent.StepHalted halted => EndStep(plan, halted.Effect, PlanStatus.Halted, halted.Reason, now),
            PlanEvent.StepParked parked => ParkStep(plan, parked, now),
            _ => PlanTransition.Refused(plan, $"Unknown event {planEvent}."),
        };
    }

    /// <summary>Id of the effect that carries out a step.</summary>
    public static string EffectId(ResponsePlan plan, string step)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return $"{plan.Id}/{step}";
    }

    /// <summary>The timer that ends a proposal which nobody decides.</summary>
    public static NewEffect Expiry(ResponsePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new NewEffect(ExpiryId(plan), EffectKinds.Timer, plan.ExpiresAt, default);
    }

    private static string ExpiryId(ResponsePlan plan) => EffectId(plan, "expiry");

    private static PlanTransition Approve(string incident, ResponsePlan plan, PlanEvent.Approved approved, DateTimeOffset now)
    {
        if (plan.Status != PlanStatus.Proposed)
        {
            return PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}: only a proposed plan can be approved.");
        }

        if (now > plan.ExpiresAt)
        {
            return Expire(plan, now);
        }

        if (!string.Equals(approved.Hash, plan.Hash, StringComparison.Ordinal))
        {
            return PlanTransition.Refused(plan, $"{plan.Id} is not the plan that was shown: look at it again and approve its hash {plan.Hash}.");
        }

        var started = plan with { Status = PlanStatus.Executing, DecidedBy = approved.Actor, DecidedAt = now };
        return StartNext(incident, started, now, [ExpiryId(plan)], [Audit(now, "plan.approve", plan, plan.Reason, approved.Actor)]);
    }

    private static PlanTransition Expire(ResponsePlan plan, DateTimeOffset now) =>
        plan.Status == PlanStatus.Proposed
            ? new(
                plan with { Status = PlanStatus.Expired },
                [],
                [ExpiryId(plan)],
                [Audit(now, "plan.expire", plan, "It was not decided in time.")],
                null)
            : PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}.");

    private static PlanTransition Reject(ResponsePlan plan, PlanEvent.Rejected rejected, DateTimeOffset now) =>
        plan.Status == PlanStatus.Proposed
            ? new(
                plan with { Status = PlanStatus.Rejected, DecidedBy = rejected.Actor, DecidedAt = now },
                [],
                [ExpiryId(plan)],
                [Audit(now, "plan.reject", plan, rejected.Reason, rejected.Actor)],
                null)
            : PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}: only a proposed plan can be rejected.");

    private static PlanTransition Withdraw(ResponsePlan plan, PlanEvent.Withdrawn withdrawn, DateTimeOffset now) =>
        plan.Status == PlanStatus.Proposed
            ? new(plan with { Status = PlanStatus.Withdrawn, DecidedAt = now }, [], [ExpiryId(plan)], [Audit(now, "plan.withdraw", plan, withdrawn.Reason)], null)
            : PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}.");

    /// <summary>
    /// Withdraws what has not happened and restores what has. Whether a write that is under way or failed did happen is
    /// not known here: the restoring effect finds out, and shuts out a write that is still on its way.
    /// </summary>
    private static PlanTransition RequestUndo(string incident, ResponsePlan plan, PlanEvent.UndoRequested undo, DateTimeOffset now)
    {
        if (plan.Status is not (PlanStatus.Executing or PlanStatus.Contained or PlanStatus.Failed or PlanStatus.Halted))
        {
            return PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}: there is nothing to undo.");
        }

        List<string> settled = [];
        plan = plan with { UndoneBy = undo.Actor, Failure = null };
        if (plan.Steps.FirstOrDefault(step => step.Status == StepStatus.Running) is { } running)
        {
            settled.Add(EffectId(plan, running.Name));
            plan = Mark(plan, running with { Status = StepStatus.Failed, FinishedAt = now, Outcome = "called back by an undo" });
        }

        List<AuditEntry> audit = [Audit(now, "plan.undo", plan, undo.Reason, undo.Actor)];
        if (MayHaveWritten(plan))
        {
            return StartUndo(incident, plan, now, settled, audit);
        }

        plan = plan with { Status = PlanStatus.Undone };
        return new(plan, [], settled, [.. audit, Audit(now, "plan.undone", plan, "Nothing had been changed.")], null);
    }

    /// <summary>Whether the workload may have been changed by a plan, as far as is known without looking.</summary>
    public static bool MayHaveWritten(ResponsePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Steps.Any(step => step is { Effect: EffectKinds.ScaleToZero, Status: not StepStatus.Waiting });
    }

    private static PlanTransition FinishStep(string incident, ResponsePlan plan, PlanEvent.StepDone done, DateTimeOffset now)
    {
        if (Running(plan, done.Effect) is not { } step)
        {
            return PlanTransition.Refused(plan, $"{done.Effect} is not under way.");
        }

        if (step.Effect is EffectKinds.SnapshotScale or EffectKinds.ScaleToZero
            && JsonSerializer.Deserialize(done.Result.Span, EffectJson.Default.ScaleSnapshot) is { } snapshot)
        {
            // The scale step reports what it really found in the write itself; that is what undo restores.
            plan = plan with { Snapshot = snapshot };
        }

        var outcome = Outcome(plan, step, done.Result);
        plan = Mark(plan, step with { Status = StepStatus.Done, FinishedAt = now, Outcome = outcome });
        return StartNext(incident, plan, now, [done.Effect], [Audit(now, $"step.{step.Name}", plan, outcome)]);
    }

    private static PlanTransition EndStep(ResponsePlan plan, string effect, PlanStatus end, string reason, DateTimeOffset now)
    {
        if (Running(plan, effect) is not { } step)
        {
            return PlanTransition.Refused(plan, $"{effect} is not under way.");
        }

        var audit = Audit(now, $"step.{step.Name}.{Lower(end)}", plan, reason);
        plan = Mark(plan, step with { Status = StepStatus.Failed, FinishedAt = now, Outcome = reason });
        return new(plan with { Status = end, Failure = $"{step.Description}: {reason}" }, [], [effect], [audit], null);
    }

    private static PlanTransition ParkStep(ResponsePlan plan, PlanEvent.StepParked parked, DateTimeOffset now) =>
        Running(plan, parked.Effect) is { } step && step.Outcome != parked.Reason
            ? new(
                Mark(plan, step with { Outcome = parked.Reason }),
                [],
                [],
                [Audit(now, $"step.{step.Name}.parked", plan, parked.Reason)],
                null)
            : PlanTransition.Refused(plan, $"{parked.Effect} is not under way.");

    private static PlanTransition StartNext(
        string incident, ResponsePlan plan, DateTimeOffset now, IReadOnlyList<string> settled, IReadOnlyList<AuditEntry> audit)
    {
        var next = plan.Steps.FirstOrDefault(step => step.Status == StepStatus.Waiting);
        if (next is null)
        {
            var end = plan.Status == PlanStatus.Undoing ? PlanStatus.Undone : PlanStatus.Contained;
            return new(plan with { Status = end }, [], settled, [.. audit, Audit(now, $"plan.{Lower(end)}", plan, "")], null);
        }

        plan = Mark(plan, next with { Status = StepStatus.Running });
        var effect = new NewEffect(EffectId(plan, next.Name), next.Effect, now, StepPayload.Of(incident, plan, next));
        return new(plan, [effect], settled, audit, null);
    }

    private static PlanTransition StartUndo(
        string incident, ResponsePlan plan, DateTimeOffset now, IReadOnlyList<string> settled, IReadOnlyList<AuditEntry> audit)
    {
        var round = plan.Steps.Count(step => step.Effect == EffectKinds.RestoreScale);
        var suffix = round == 0 ? "" : $"-{round + 1}";
        plan = plan with
        {
            Status = PlanStatus.Undoing,
            Steps =
            [
                .. plan.Steps.Where(step => step.Status != StepStatus.Waiting),
                new($"restore{suffix}", EffectKinds.RestoreScale, $"Restore {plan.Snapshot!.Replicas} replicas and remove the mark", StepStatus.Waiting),
                new($"pods-back{suffix}", EffectKinds.AwaitPods, "Wait until the pods are back", StepStatus.Waiting),
            ],
        };
        return StartNext(incident, plan, now, settled, audit);
    }

    private static PlanStep? Running(ResponsePlan plan, string effect) =>
        plan.Steps.FirstOrDefault(step => step.Status == StepStatus.Running && EffectId(plan, step.Name) == effect);

    private static ResponsePlan Mark(ResponsePlan plan, PlanStep changed) =>
        plan with { Steps = [.. plan.Steps.Select(step => step.Name == changed.Name ? changed : step)] };

    private static string Outcome(ResponsePlan plan, PlanStep step, ReadOnlyMemory<byte> result) => step.Effect switch
    {
        EffectKinds.RestoreScale when Note(result) is { } note => note,
        EffectKinds.SnapshotScale => $"{plan.Snapshot?.Replicas} replicas, {Controllers(plan)}",
        EffectKinds.ScaleToZero => $"replicas {plan.Snapshot?.Replicas} -> 0",
        EffectKinds.RestoreScale => $"replicas 0 -> {plan.Snapshot?.Replicas}",
        _ => "done",
    };

    /// <summary>What the cluster's side wants people to know, instead of what was planned.</summary>
    private static string? Note(ReadOnlyMemory<byte> result) =>
        result.IsEmpty ? null : JsonSerializer.Deserialize(result.Span, EffectJson.Default.PodsObserved)?.Note;

    private static string Controllers(ResponsePlan plan) =>
        plan.Snapshot is { Controllers.Count: > 0 } snapshot ? $"controlled by {string.Join(", ", snapshot.Controllers)}" : "no autoscaler or GitOps owner seen";

    private static AuditEntry Audit(DateTimeOffset now, string action, ResponsePlan plan, string detail, string actor = Actor) => new()
    {
        Time = now,
        Actor = actor,
        Action = action,
        Target = $"{plan.Target} {plan.Id}",
        Detail = detail,
        Cluster = plan.Target.Cluster,
    };

    private static string Lower(PlanStatus status) => status.ToString().ToLowerInvariant();
}
