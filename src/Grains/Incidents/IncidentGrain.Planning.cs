using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Incidents.Plans;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Grains.Incidents;

// When an incident gets a plan, and whether that needs a person.
internal sealed partial class IncidentGrain
{
    /// <returns>Why nothing is proposed for pods that a person named, or null: a name that is wrong is better told now than after an approval.</returns>
    private async Task<string?> WhyUnknownAsync(IncidentData data, IReadOnlyList<string> pods)
    {
        if (data.Subject.Workload is not { } workload
            || await GrainFactory.GetGrain<IClusterGrain>(workload.Cluster).GetPodsAsync(workload.Namespace, workload.Kind, workload.Name) is not { } known)
        {
            return null;
        }

        List<string> unknown = [.. pods.Except(known.Select(static pod => pod.Pod.Name)).Except(data.OwnFold.Replicas.Keys.Select(IncidentFold.PodOf).OfType<string>())];
        return unknown.Count > 0
            ? $"No pod of {workload.Kind} {workload.Namespace}/{workload.Name} is known by that name: {OutsidePods.Names(unknown)}. Name one that the inventory or a detection names."
            : null;
    }

    /// <summary>Looks whether a deletion that is over was enough.</summary>
    private async Task FollowUpAsync(IncidentDraft draft, IncidentData before)
    {
        AfterDeletion.Tell(draft, before);
        var isEnd = before.Plan is { Status: PlanStatus.Executing, IsFinal: true } && draft.Data.Plan?.Status != PlanStatus.Executing;
        if (isEnd ? AfterDeletion.IsDue(draft.Data) || PlanProposals.IsDue(draft.Data) : AfterDeletion.IsDue(draft.Data) && draft.Data.LookAgainAt is null)
        {
            IncidentIntake.Rescore(draft, await ContextAsync(draft.Data.Subject));
            await PlanAsync(draft);
        }
    }

    private async Task LookAgainAsync(IncidentDraft draft)
    {
        LookingAgain.Begin(draft);
        if (draft.Data is { Withheld: not null, TakesSignals: true })
        {
            IncidentIntake.Rescore(draft, await ContextAsync(draft.Data.Subject));
            await PlanAsync(draft);
        }
    }

    private async Task PlanAsync(IncidentDraft draft)
    {
        if (AfterDeletion.IsDue(draft.Data))
        {
            PlanProposals.FollowUp(draft, guardrails, protect, await ClusterAsync(draft.Data));
        }
        else if (PlanProposals.IsDue(draft.Data))
        {
            PlanProposals.Consider(draft, guardrails, protect, await ClusterAsync(draft.Data));
        }

        await DecideAloneAsync(draft);
    }

    /// <summary>In automatic mode, approves what the guardrails allow without a person.</summary>
    private async Task DecideAloneAsync(IncidentDraft draft)
    {
        if (draft.Data.Plan is not { Status: PlanStatus.Proposed, ProposedBy: null } plan || (await ClusterAsync(draft.Data))?.Mode != ResponseMode.Automatic)
        {
            return;
        }

        const string Policy = "system:policy";
        var (refusal, again) = await WhyNotAloneAsync(draft, plan);
        if (refusal is null)
        {
            draft.Apply(PlanWorkflow.Advance(Id, plan, new PlanEvent.Approved(Policy, plan.Hash), draft.Now));
        }
        else
        {
            // Told once: why automatic mode waits.
            LookingAgain.Withhold(draft, refusal, Policy, $"{plan.Id} waits for a person: {refusal}", again < plan.ExpiresAt ? again : null);
        }
    }

    /// <returns>What demands a person, and when that may have changed by itself.</returns>
    private async Task<(string? Refusal, DateTimeOffset? Again)> WhyNotAloneAsync(IncidentDraft draft, ResponsePlan plan)
    {
        var cluster = draft.Data.Subject.Cluster;
        if (await halts.FindAsync(cluster, CancellationToken.None) is { } halt)
        {
            return (halt.ToString(), LookingAgain.Later(draft, halt.ToString()));
        }

        if (AutomaticApproval.WhyNot(plan, draft.Data.OwnFold, draft.Data.Context, guardrails) is { } doubt)
        {
            // Sensors that agree tell so by their alerts; what the inventory learns is told to nobody.
            return (doubt, draft.Data.Context is null ? LookingAgain.Later(draft, doubt) : null);
        }

        if (AutomaticApproval.WhyNotWith(await CredentialsAsync(), cluster, draft.Now) is { } key)
        {
            return (key, LookingAgain.Later(draft, key));
        }

        return await GrainFactory.GetGrain<IClusterGrain>(cluster).ReserveActionAsync($"{Id}/{plan.Id}", guardrails.AutomaticActionsPerHour) is { } room
            ? ($"The cluster's {guardrails.AutomaticActionsPerHour} automatic actions of this hour are spent: a person decides.", room)
            : (null, null);
    }
}
