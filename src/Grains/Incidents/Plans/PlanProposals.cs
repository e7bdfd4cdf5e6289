using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Planning;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>When an incident gets a plan: by what was detected, or because a person asks for it again.</summary>
internal static class PlanProposals
{
    private const string Workflow = "system:workflow";

    /// <summary>Whether there is no plan that still counts, and the severity has not been planned for.</summary>
    public static bool IsDue(IncidentData data) =>
        data.Plan is null or { Status: PlanStatus.Rejected or PlanStatus.Expired or PlanStatus.Undone or PlanStatus.Withdrawn or PlanStatus.Completed }
        && data.OwnFold.Severity > data.PlannedFor
        && data.State != IncidentState.Contained;

    /// <summary>Proposes a plan where one is due, or says why it has to wait and for how long.</summary>
    public static void Consider(IncidentDraft draft, GuardrailOptions guardrails, ProtectedNamespaces protect, ClusterRecord? cluster)
    {
        if (!IsDue(draft.Data))
        {
            return;
        }

        switch (Plan(draft, draft.Data.Context, guardrails, protect, cluster))
        {
            // What comes after a decision that cannot be undone waits for a person, too.
            case PlanProposal.Proposed { Plan: var plan } when draft.Data.Plan is { IsFinal: true } or { ProposedBy: Workflow }:
                Put(draft, plan with { ProposedBy = Workflow }, Workflow, plan.Reason);
                break;
            case PlanProposal.Proposed { Plan: var plan }:
                Put(draft, plan, "system:planner", plan.Reason);
                break;
            case PlanProposal.Withheld { Reason: var reason }:
                LookingAgain.Withhold(draft, reason, "system:planner", reason, LookingAgain.Later(draft, reason));
                break;
            case PlanProposal.Impossible { Reason: var reason }:
                LookingAgain.End(draft);
                draft.Tell("plan", "system:planner", $"no plan: {reason}");
                draft.Data = draft.Data with { PlannedFor = draft.Data.OwnFold.Severity };
                break;
            default:
                LookingAgain.End(draft);
                draft.Data = draft.Data with { PlannedFor = draft.Data.OwnFold.Severity };
                break;
        }
    }

    /// <summary>
    /// Proposes what is set for the pods that were detected since others were deleted. What comes after a decision of a
    /// person waits for a person.
    /// </summary>
    public static void FollowUp(IncidentDraft draft, GuardrailOptions guardrails, ProtectedNamespaces protect, ClusterRecord? cluster)
    {
        var before = draft.Data.Plan!;
        switch (Plan(draft, draft.Data.Context, guardrails, protect, cluster, new("", null, before.Again)))
        {
            case PlanProposal.Proposed { Plan: var plan }:
                Put(draft, plan with { ProposedBy = Workflow }, Workflow, plan.Reason);
                return;
            case PlanProposal.Withheld { Reason: var reason }:
                LookingAgain.Withhold(draft, reason, Workflow, reason, LookingAgain.Later(draft, reason));
                return;
            case PlanProposal.Impossible { Reason: var reason }:
                draft.Tell("plan", Workflow, $"no plan: {reason}");
                break;
            default:
                break;
        }

        LookingAgain.End(draft);
        draft.Data = draft.Data with { Plan = before with { IsFollowed = true } };
    }

    /// <summary>Plans again because a person asks. The guardrails are those of every plan.</summary>
    public static (CommandOutcome Outcome, string Reason) Again(
        IncidentDraft draft, string actor, IncidentCommand.ProposePlan asked, WorkloadRecord? context, GuardrailOptions guardrails, ProtectedNamespaces protect, ClusterRecord? cluster)
    {
        if (WhyNotAgain(draft.Data, asked) is { } refusal)
        {
            return (CommandOutcome.Refused, refusal);
        }

        switch (Plan(draft, context, guardrails, protect, cluster, asked))
        {
            case PlanProposal.Proposed { Plan: var plan }:
                if (draft.Data.Plan is { Status: PlanStatus.Proposed } other)
                {
                    draft.Apply(PlanWorkflow.Advance(draft.Id, other, new PlanEvent.Withdrawn($"{actor} asked for {plan.Action} instead: {asked.Reason}"), draft.Now));
                }

                IncidentIntake.Rescore(draft, context);
                Put(draft, plan with { ProposedBy = actor, Reason = asked.Reason }, actor, asked.Reason);
                return (CommandOutcome.Done, "");
            case PlanProposal.Withheld { Reason: var wait }:
                return (CommandOutcome.Refused, wait);
            case PlanProposal.Impossible { Reason: var impossible }:
                return (CommandOutcome.Refused, impossible);
            case PlanProposal.Nothing { Reason: var nothing }:
                return (CommandOutcome.Refused, nothing);
            default:
                return (CommandOutcome.Refused, "There is nothing to propose.");
        }
    }

    private static string? WhyNotAgain(IncidentData data, IncidentCommand.ProposePlan asked) => data switch
    {
        { MergedInto: { } into } => $"The incident was merged into {into}: ask there.",
        { TakesSignals: false } => $"The incident is {data.State.ToString().ToLowerInvariant()}: reopen it first.",
        { Plan: { Status: PlanStatus.Proposed } plan } when asked.Action is null => $"{plan.Id} is proposed already: approve or reject it, or name the action to propose instead.",
        { Plan: { Status: PlanStatus.Undoing } plan } => $"{plan.Id} is being undone: wait until that is over.",
        { Plan: { Status: PlanStatus.Executing or PlanStatus.Contained } plan } =>
            $"{plan.Id} is {plan.Status.ToString().ToLowerInvariant()}: undo it before another plan is proposed.",

        // What it may have left at the workload, also after an undo that failed, would stand in the next plan's way, and no
        // later plan could undo it.
        { Plan: { Status: PlanStatus.Failed or PlanStatus.Halted } plan } when PlanWorkflow.MayBeThere(plan) =>
            $"{plan.Id} {(plan.Status == PlanStatus.Failed ? "failed" : "was halted")} after it may have changed the workload: undo it before another plan is proposed.",
        _ => null,
    };

    private static PlanProposal Plan(
        IncidentDraft draft, WorkloadRecord? context, GuardrailOptions guardrails, ProtectedNamespaces protect, ClusterRecord? cluster, IncidentCommand.ProposePlan? asked = null) =>
        ResponsePlanner.Propose(new PlanRequest
        {
            Incident = draft.Id,
            Subject = draft.Data.Subject,
            Fold = draft.Data.OwnFold,
            Score = draft.Data.Score,
            Context = context,
            Connection = cluster?.Connection,
            PlansBefore = draft.Data.Plans,
            Now = draft.Now,
            Guardrails = guardrails,
            Protected = protect,
            Action = asked?.Action,
            Pods = asked?.Pods ?? [],
            Gone = draft.Data.Plan?.Gone ?? [],
        });

    private static void Put(IncidentDraft draft, ResponsePlan plan, string actor, string reason)
    {
        // Nothing of the plan before can happen any more, whatever it left in the outbox.
        foreach (var step in draft.Data.Plan?.Steps ?? [])
        {
            draft.Settle(PlanWorkflow.EffectId(draft.Data.Plan!, step.Name));
        }

        LookingAgain.End(draft);
        draft.Data = draft.Data with { Plan = plan, Plans = draft.Data.Plans + 1, PlannedFor = draft.Data.OwnFold.Severity };
        draft.Ask(PlanWorkflow.Expiry(plan));
        draft.Audit(actor, "plan.propose", $"{plan.Id} {plan.Action} {plan.Target}, hash {plan.Hash}: {reason}");
        draft.Tell("plan", actor, $"{plan.Id} proposed: {reason}");
    }
}
