using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Response.Actions;

namespace IncidentMesh.Response.Workflow;

/// <summary>
/// The life of a plan as a pure function: plan and event in, plan and effects out. Each step is one effect whose id is
/// plan and step, so that a repeated event or a replayed commit asks for nothing twice.
/// </summary>
public static partial class PlanWorkflow
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
            PlanEvent.StepFailed failed when RunningEvidence(plan, failed.Effect) is { } evidence => GoOnWithout(incident, plan, evidence, failed.Reason, now),
            PlanEvent.StepParked parked when RunningEvidence(plan, parked.Effect) is { } evidence => GoOnWithout(incident, plan, evidence, parked.Reason, now),
            PlanEvent.StepFailed failed => EndStep(incident, plan, failed.Effect, PlanStatus.Failed, failed.Reason, now),
            PlanEvent.StepHalted halted => EndStep(incident, plan, halted.Effect, PlanStatus.Halted, halted.Reason, now),
            PlanEvent.StepParked parked => TellOf(plan, parked.Effect, StepTrouble.Parked, parked.Reason, now),
            PlanEvent.StepOverdue overdue => TellOf(plan, overdue.Effect, StepTrouble.Overdue, overdue.Reason, now),
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

        if (plan.Status != PlanStatus.Executing && MayBeFinal(plan))
        {
            return PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}: pods that were deleted cannot be brought back.");
        }

        plan = plan with { UndoneBy = undo.Actor, Failure = null };
        (plan, var settled) = EndRunning(plan, "called back by an undo", now);
        List<AuditEntry> audit = [Audit(now, "plan.undo", plan, undo.Reason, undo.Actor)];
        if (MayHaveWritten(plan))
        {
            return StartUndo(incident, plan, now, settled, audit);
        }

        if (MayBeFinal(plan))
        {
            const string CalledBack = "It was called back. Pods that had been deleted by then stay so.";
            plan = plan with { Status = PlanStatus.Failed, Failure = CalledBack };
            return new(plan, [], settled, [.. audit, Audit(now, "plan.failed", plan, CalledBack)], null);
        }

        plan = plan with { Status = PlanStatus.Undone };
        return new(plan, [], settled, [.. audit, Audit(now, "plan.undone", plan, "Nothing had been changed.")], null);
    }

    /// <summary>Whether the workload may have been changed by a plan, as far as is known without looking.</summary>
    public static bool MayHaveWritten(ResponsePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Steps.Any(static step => EffectKinds.IsContainment(step.Effect) && step.Status != StepStatus.Waiting);
    }

    /// <summary>Whether something may have been done that cannot be undone.</summary>
    private static bool MayBeFinal(ResponsePlan plan) => plan.Steps.Any(static step => EffectKinds.IsFinal(step.Effect) && step.Status != StepStatus.Waiting);

    private static PlanTransition StartUndo(
        string incident, ResponsePlan plan, DateTimeOffset now, IReadOnlyList<string> settled, IReadOnlyList<AuditEntry> audit)
    {
        var round = plan.Steps.Count(static step => EffectKinds.IsRestore(step.Effect));
        var suffix = round == 0 ? "" : $"-{round + 1}";
        plan = plan with
        {
            Status = PlanStatus.Undoing,
            Steps =
            [
                .. plan.Steps.Where(static step => step.Status != StepStatus.Waiting),
                .. ResponseActions.Of(plan.Action).Restoring(plan).Select(step => step with { Name = step.Name + suffix }),
            ],
        };
        return StartNext(incident, plan, now, settled, audit);
    }

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
