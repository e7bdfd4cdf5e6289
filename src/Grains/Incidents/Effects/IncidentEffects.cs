using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Grains.Incidents.Evidence;
using IncidentMesh.Response.Notices;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Grains.Incidents.Effects;

/// <summary>What the outcome of an effect makes of an incident.</summary>
internal static class IncidentEffects
{
    public static void Record(IncidentDraft draft, EffectReport report)
    {
        draft.Claim = report.Claim is { } claim ? new(report.Effect, claim) : null;
        if (!report.IsOpen)
        {
            draft.Settle(report.Effect);
        }

        if (draft.Data.Notices.FirstOrDefault(notice => notice.InFlight == report.Effect) is { } notice)
        {
            RecordNotice(draft, report, notice.Kind);
        }
        else if (draft.Data.Plan is { } plan && report.Effect.StartsWith(plan.Id + "/", StringComparison.Ordinal))
        {
            RecordStep(draft, report, plan);
        }
        else if (report.Effect.StartsWith(VerdictEffect.Prefix, StringComparison.Ordinal) && !report.Done)
        {
            draft.Tell("notice", "replica-comparison", $"not known to have heard the verdict: {report.Reason}");
        }
        else if (report.Effect.StartsWith("absorb/", StringComparison.Ordinal) && !report.Done && !report.IsOpen)
        {
            var into = draft.Data.MergedInto;
            draft.Data = draft.Data with { MergedInto = null, State = IncidentState.Open };
            draft.Audit(SystemPrincipal.Value.Actor, "incident.merge.failed", report.Reason);
            draft.Tell("state", SystemPrincipal.Value.Actor, $"open again, {into} could not take it: {report.Reason}");
        }
    }

    private static void RecordStep(IncidentDraft draft, EffectReport report, ResponsePlan plan)
    {
        var isEvidence = plan.Steps.Any(step => step.Effect == EffectKinds.CollectEvidence && PlanWorkflow.EffectId(plan, step.Name) == report.Effect);
        var collected = !isEvidence ? null : report.Done ? EvidenceRows.Fit(report.Result) : new EvidenceCollected([], [report.Reason]);
        if (collected is not null && report.Done)
        {
            // The audit trail names only what fits into the commit.
            report = report with { Result = JsonSerializer.SerializeToUtf8Bytes(collected, EffectJson.Default.EvidenceCollected) };
        }

        if (draft.Apply(PlanWorkflow.Advance(draft.Id, plan, Event(report, plan.Id), draft.Now)) is null && collected is not null)
        {
            draft.Keep(plan.Id, collected);
        }
    }

    private static PlanEvent Event(EffectReport report, string plan) => report switch
    {
        { Overdue: true } => new PlanEvent.StepOverdue(report.Effect, report.Reason),
        { Parked: true } => new PlanEvent.StepParked(report.Effect, report.Reason),
        { Halted: true } => new PlanEvent.StepHalted(report.Effect, report.Reason),
        { Done: false } => new PlanEvent.StepFailed(report.Effect, report.Reason),
        _ when report.Effect == $"{plan}/expiry" => new PlanEvent.Expired(),
        _ => new PlanEvent.StepDone(report.Effect, report.Result),
    };

    private static void RecordNotice(IncidentDraft draft, EffectReport report, string kind)
    {
        if (!report.Done)
        {
            draft.Tell("notice", kind, report.Parked ? $"not known to be told: {report.Reason}" : $"could not be told: {report.Reason}");
            draft.Audit("system:notices", report.Parked ? "notice.parked" : "notice.failed", $"{kind}: {report.Reason}");
        }

        draft.Data = draft.Data with
        {
            Notices =
            [
                .. draft.Data.Notices.Select(notice =>
                    notice.InFlight == report.Effect ? NoticePolicy.Settle(notice, report.Effect, report.Done, report.Result) : notice),
            ],
        };
    }
}
