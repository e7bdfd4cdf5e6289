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
        if (!plan.CanUndo)
        {
            var why = plan.MayBeFinal && plan.Status != PlanStatus.Completed ? "pods may have been deleted, and cannot be brought back" : "there is nothing to undo";
            return PlanTransition.Refused(plan, $"{plan.Id} is {Lower(plan.Status)}: {why}.");
        }

        List<AuditEntry> audit = [Audit(now, "plan.undo", plan, undo.Reason, undo.Actor)];
        if (plan.MayBeFinal)
        {
            return CallBack(plan, undo.Actor, audit, now);
        }

        plan = plan with { UndoneBy = undo.Actor, Failure = null };
        (plan, var settled) = EndRunning(plan, "called back by an undo", now);
        if (MayBeThere(plan))
        {
            return StartUndo(incident, plan, now, settled, audit);
        }

        plan = plan with { Status = PlanStatus.Undone };
        return new(plan, [], settled, [.. audit, Audit(now, "plan.undone", plan, "Nothing had been changed.")], null);
    }

    /// <summary>Whether a plan may have left something at the workload that an undo takes away, as far as is known without looking.</summary>
    public static bool MayBeThere(ResponsePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Steps.Any(static step => EffectKinds.IsContainment(step.Effect) && step.Status != StepStatus.Waiting);
    }

    /// <summary>Ends what is under way and cannot be undone.</summary>
    private static PlanTransition CallBack(ResponsePlan plan, string actor, List<AuditEntry> audit, DateTimeOffset now)
    {
        var pods = string.Join(", ", plan.Deletes.Select(static pod => pod.Name));
        var running = plan.Steps.First(static step => step.Status == StepStatus.Running);
        var (end, why) = running.Effect switch
        {
            EffectKinds.DeletePods => (PlanStatus.Failed, $"{actor} called it back while pods were being deleted: any of {pods} may be gone."),
            EffectKinds.AwaitDeletion => (PlanStatus.Failed, $"{actor} ended the waiting. Told to end, perhaps still there, and not to be brought back: {pods}."),
            _ when plan.Failure is not null => (PlanStatus.Failed, $"{actor} ended the waiting for others that take the place of {pods}."),
            _ => (PlanStatus.Completed, $"{actor} ended the waiting for others that take the place of {pods}."),
        };
        (plan, var settled) = EndRunning(plan, "called back", now);
        plan = plan with { Status = end, Failure = end == PlanStatus.Failed ? Together(plan.Failure, why) : null };
        return new(plan, [], settled, [.. audit, Audit(now, $"plan.{Lower(end)}", plan, why)], null);
    }

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

    private static string Together(string? before, string why) => before is null ? why : $"{before} {why}";

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
