using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>
/// Shows on a plan how often its running step was tried and why it runs on. Read from the outbox when somebody looks:
/// to commit it with every try would write an incident for each second that a cluster is away.
/// </summary>
internal sealed class PlanTries(IOutbox outbox)
{
    public async ValueTask<ResponsePlan?> ShowAsync(LedgerKey owner, ResponsePlan? plan)
    {
        if (plan is null || plan.Steps.All(static step => step.Status != StepStatus.Running))
        {
            return plan;
        }

        try
        {
            var pending = await outbox.ListPendingAsync(owner, CancellationToken.None);
            return plan with { Steps = [.. plan.Steps.Select(step => Show(plan, step, pending))] };
        }
        catch (StoreUnavailableException)
        {
            // What is in memory can be shown while the store is down; the tries cannot.
            return plan;
        }
    }

    private static PlanStep Show(ResponsePlan plan, PlanStep step, IReadOnlyList<PendingEffect> pending) =>
        step.Status == StepStatus.Running && pending.FirstOrDefault(effect => effect.Id == PlanWorkflow.EffectId(plan, step.Name)) is { } effect
            ? step with
            {
                Tries = new StepTries(effect.Attempts, effect.Reason.Length > 0 ? effect.Reason : null, effect.Claimed ? null : effect.Due),
            }
            : step;
}
