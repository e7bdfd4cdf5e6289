using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Incidents.Effects;
using IncidentMesh.Grains.Incidents.Plans;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Grains.Incidents;

/// <summary>What people and services may ask of an incident, and what it makes of it.</summary>
internal static class IncidentCommands
{
    private const int MaxTextLength = 4_000;
    private const int MaxMerged = 1_000;

    /// <returns>Why the role does not allow it, or null.</returns>
    public static string? WhyForbidden(IncidentCommand command, Principal principal)
    {
        if (command is IncidentCommand.Absorb or IncidentCommand.Gather)
        {
            return principal.Credential == SystemPrincipal.CredentialId ? null : "Only a merge absorbs, and only a digest gathers.";
        }

        if (principal.Role < Role.Responder)
        {
            return $"Role {principal.Role} may only look.";
        }

        return command is IncidentCommand.ProposePlan or IncidentCommand.ApprovePlan or IncidentCommand.RejectPlan or IncidentCommand.UndoPlan && !principal.Person
            ? "Only a person decides plans; this credential belongs to a service."
            : null;
    }

    public static (CommandOutcome Outcome, string Reason) Execute(IncidentDraft draft, IncidentCommand command, Principal principal)
    {
        var actor = principal.Actor;
        return command switch
        {
            IncidentCommand.Acknowledge => Move(draft, actor, "acknowledge", "", IncidentState.Acknowledged, IncidentState.Open),
            IncidentCommand.Assign assign => Assign(draft, actor, assign.Assignee),
            IncidentCommand.Comment comment => Comment(draft, actor, comment.Text),
            IncidentCommand.Resolve resolve => Resolve(draft, actor, resolve),
            IncidentCommand.Judge judge => IncidentVerdicts.Judge(draft, actor, judge.Verdict, judge.Reason),
            IncidentCommand.Close => Move(
                draft, actor, "close", "", IncidentState.Closed, IncidentState.Open, IncidentState.Acknowledged, IncidentState.Contained, IncidentState.Resolved),
            IncidentCommand.Reopen reopen => Reopen(draft, actor, reopen.Reason),
            IncidentCommand.Merge merge => Merge(draft, actor, merge.Into),
            IncidentCommand.Absorb absorb => Absorb(draft, absorb),
            IncidentCommand.Gather gather => Gather(draft, actor, gather),
            IncidentCommand.ApprovePlan approve => Decide(draft, approve.Plan, new PlanEvent.Approved(actor, approve.Hash)),
            IncidentCommand.RejectPlan reject => Decide(draft, reject.Plan, new PlanEvent.Rejected(actor, reject.Reason)),
            IncidentCommand.UndoPlan undo => Decide(draft, undo.Plan, new PlanEvent.UndoRequested(actor, undo.Reason)),
            _ => (CommandOutcome.Invalid, "Unknown command."),
        };
    }

    /// <returns>Why it is no reason for the record, or null.</returns>
    public static string? WhyNot(string reason) => reason.Length > MaxTextLength ? $"The reason is longer than {MaxTextLength} characters." : null;

    private static (CommandOutcome Outcome, string Reason) Move(
        IncidentDraft draft, string actor, string verb, string reason, IncidentState to, params ReadOnlySpan<IncidentState> from)
    {
        var state = draft.Data.State;
        if (state == to)
        {
            return (CommandOutcome.Done, "");
        }

        if (!from.Contains(state))
        {
            return (CommandOutcome.Refused, $"The incident is {Name(state)}: it cannot be {Name(to)}.");
        }

        if (WhyNot(reason) is { } fault)
        {
            return (CommandOutcome.Invalid, fault);
        }

        draft.Data = draft.Data with { State = to };
        draft.Audit(actor, $"incident.{verb}", reason);
        draft.Tell("state", actor, reason.Length > 0 ? $"{Name(to)}: {reason}" : Name(to));
        if (to is IncidentState.Resolved or IncidentState.Closed && draft.Data.Plan is { Status: PlanStatus.Proposed } plan)
        {
            draft.Apply(PlanWorkflow.Advance(draft.Id, plan, new PlanEvent.Withdrawn($"The incident was {Name(to)}."), draft.Now));
        }

        return (CommandOutcome.Done, "");
    }

    private static (CommandOutcome, string) Resolve(IncidentDraft draft, string actor, IncidentCommand.Resolve resolve)
    {
        if (resolve.Verdict is { } given && IncidentVerdicts.WhyNot(given) is { } fault)
        {
            return (CommandOutcome.Invalid, fault);
        }

        // Where it moves, the reason is told with that.
        var reason = draft.Data.State == IncidentState.Resolved ? resolve.Reason : "";
        var result = Move(
            draft, actor, "resolve", resolve.Reason, IncidentState.Resolved, IncidentState.Open, IncidentState.Acknowledged, IncidentState.Contained);
        return result.Outcome == CommandOutcome.Done && resolve.Verdict is { } verdict ? IncidentVerdicts.Judge(draft, actor, verdict, reason) : result;
    }

    private static (CommandOutcome, string) Reopen(IncidentDraft draft, string actor, string reason)
    {
        if (draft.Data.MergedInto is { } into)
        {
            return (CommandOutcome.Refused, $"The incident was merged into {into}: reopen that one.");
        }

        var to = draft.Data.Plan is { Status: PlanStatus.Contained } plan && !IncidentLife.IsLoose(plan) && OutsidePods.WhyNotContained(plan, draft.Data.OwnFold) is null ? IncidentState.Contained : IncidentState.Open;
        var result = Move(draft, actor, "reopen", reason, to, IncidentState.Resolved, IncidentState.Closed);
        if (result.Outcome == CommandOutcome.Done)
        {
            IncidentVerdicts.Withdraw(draft);
        }

        return result;
    }

    private static (CommandOutcome, string) Assign(IncidentDraft draft, string actor, string? assignee)
    {
        if (assignee is not null && (string.IsNullOrWhiteSpace(assignee) || assignee.Length > 100))
        {
            return (CommandOutcome.Invalid, "An assignee is a name of 1 to 100 characters.");
        }

        if (draft.Data.Assignee != assignee)
        {
            draft.Data = draft.Data with { Assignee = assignee };
            draft.Audit(actor, "incident.assign", assignee ?? "nobody");
            draft.Tell("state", actor, $"assigned to {assignee ?? "nobody"}");
        }

        return (CommandOutcome.Done, "");
    }

    private static (CommandOutcome, string) Comment(IncidentDraft draft, string actor, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxTextLength)
        {
            return (CommandOutcome.Invalid, $"A comment has 1 to {MaxTextLength} characters.");
        }

        draft.Audit(actor, "incident.comment", text);
        draft.Tell("comment", actor, text);
        return (CommandOutcome.Done, "");
    }

    private static bool HoldsContainment(ResponsePlan? plan) =>
        plan is { Status: PlanStatus.Executing or PlanStatus.Undoing or PlanStatus.Contained } || plan?.Steps.Any(static step => step.Status == StepStatus.Running) == true;

    private static (CommandOutcome, string) Merge(IncidentDraft draft, string actor, string into)
    {
        if (into == draft.Id || draft.Data.MergedInto is not null || HoldsContainment(draft.Data.Plan))
        {
            return (CommandOutcome.Refused, "It is merged already, is the same incident, or holds a containment that must be undone first.");
        }

        var (outcome, reason) = Move(
            draft, actor, "merge", $"into {into}", IncidentState.Closed, IncidentState.Open, IncidentState.Acknowledged, IncidentState.Resolved);
        if (outcome == CommandOutcome.Done)
        {
            draft.Data = draft.Data with { MergedInto = into };
            IncidentVerdicts.Withdraw(draft);
            draft.Ask(AbsorbEffect.Of(draft.Id, into, draft.Now));
        }

        return (outcome, reason);
    }

    private static (CommandOutcome, string) Absorb(IncidentDraft draft, IncidentCommand.Absorb absorb)
    {
        var data = draft.Data;
        if (data.Merged.Any(merged => merged.Id == absorb.From))
        {
            return (CommandOutcome.Done, "");
        }

        if (data.MergedInto is not null || data.Merged.Count >= MaxMerged)
        {
            return (CommandOutcome.Refused, $"{draft.Id} is merged itself, or has absorbed {MaxMerged} incidents already.");
        }

        var builder = new FoldBuilder(data.Fold);
        if (data.Subject.Kind == SubjectKinds.Digest && absorb.Subject is { } subject)
        {
            builder.MergeOf(subject, absorb.Fold);
        }
        else
        {
            builder.Merge(absorb.Fold);
        }

        var fold = FoldBuilder.Fewer(builder.ToFold(), data.Share);
        draft.Data = data with
        {
            Fold = fold,
            Own = IncidentSize.ForPlans(data.OwnFold),
            Title = IncidentTitle.Of(fold, data.Subject),
            Merged = [.. data.Merged, new MergedIncident(absorb.From, absorb.Fold.Signals)],
        };
        draft.Audit(SystemPrincipal.Value.Actor, "incident.absorb", absorb.From);
        draft.Tell("state", SystemPrincipal.Value.Actor, $"{absorb.From} with {absorb.Fold.Signals} signals was merged into this incident");
        IncidentVerdicts.TakeOver(draft, absorb.Findings ?? []);
        IncidentIntake.Rescore(draft, data.Context);
        return (CommandOutcome.Done, "");
    }

    private static (CommandOutcome, string) Gather(IncidentDraft draft, string actor, IncidentCommand.Gather gather)
    {
        var data = draft.Data;
        var routine = data.State == IncidentState.Open
            && data is { Assignee: null, Plan: null, Merged.Count: 0 }
            && data.Subject.Kind != SubjectKinds.Digest
            && StormDigest.HoldsAllOf(data.Subject, data.Fold, gather.Rules, gather.Habits ?? []);
        return routine ? Merge(draft, actor, gather.Into) : (CommandOutcome.Refused, "There is more in it than a storm.");
    }

    private static (CommandOutcome, string) Decide(IncidentDraft draft, string planId, PlanEvent decision)
    {
        if (draft.Data.Plan is not { } plan || plan.Id != planId)
        {
            return (CommandOutcome.NotFound, $"The incident has no plan '{planId}'.");
        }

        var refusal = draft.Apply(PlanWorkflow.Advance(draft.Id, plan, decision, draft.Now));
        if (refusal is null && decision is PlanEvent.Approved && draft.Data.Plan is { Status: PlanStatus.Expired })
        {
            return (CommandOutcome.Refused, $"{planId} expired at {plan.ExpiresAt:u}: nothing was done.");
        }

        return refusal is null ? (CommandOutcome.Done, "") : (CommandOutcome.Refused, refusal);
    }

    private static string Name(IncidentState state) => state.ToString().ToLowerInvariant();
}
