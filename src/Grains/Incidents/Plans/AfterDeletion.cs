using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>
/// Deleting pods contains nothing: whoever came in may come in again. What is detected on others than those that are
/// deleted, or on those that came in their place, is remembered with the plan, and has another one proposed once.
/// </summary>
internal static class AfterDeletion
{
    private const int MostPods = 20;

    /// <returns>Whether another response is to be looked for now.</returns>
    public static bool Take(IncidentDraft draft, IReadOnlyList<ObservedSignal> signals)
    {
        if (draft.Data.Plan is not { IsFinal: true, Status: PlanStatus.Executing or PlanStatus.Completed } plan)
        {
            return false;
        }

        // A StatefulSet's next pod has the same name: what comes later than the end of the other is of it.
        HashSet<string> dead = [.. plan.Deletes.Count > 0 ? plan.Deletes.Select(static pod => pod.Name) : plan.Pods, .. plan.Gone];
        var end = plan.Steps.FirstOrDefault(static step => step.Effect == EffectKinds.AwaitDeletion)?.FinishedAt;
        List<string> pods =
        [
            .. signals.Where(static signal => signal.Detections.Any(static detection => detection.Severity >= Severity.High))
                .Where(signal => signal.Replica is { Pod: var pod } && (!dead.Contains(pod) || signal.Signal.Time > end))
                .Select(static signal => signal.Replica!.Pod)
                .Except(plan.Again, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostPods - plan.Again.Count),
        ];
        if (pods.Count == 0)
        {
            return false;
        }

        draft.Data = draft.Data with { Plan = plan with { Again = [.. plan.Again, .. pods] } };
        return plan.Status == PlanStatus.Completed && Tell(draft, plan.Again.Count == 0, pods);
    }

    /// <summary>The pods are gone: what was detected on others meanwhile is told.</summary>
    /// <returns>Whether another response is to be looked for now.</returns>
    public static bool Begin(IncidentDraft draft) =>
        draft.Data.Plan is { IsFinal: true, Status: PlanStatus.Completed, Again: { Count: > 0 } again } && Tell(draft, true, again);

    private static bool Tell(IncidentDraft draft, bool isFirst, IReadOnlyList<string> pods)
    {
        var line = $"deleting pods was not enough: there are detections on {OutsidePods.Names(pods)}";
        draft.Tell("plan", "system:workflow", line);
        if (draft.Data.State == IncidentState.Acknowledged)
        {
            draft.Data = draft.Data with { State = IncidentState.Open };
            draft.Audit("system:workflow", "incident.reopen", line);
            draft.Tell("state", "system:workflow", "open again: it was acknowledged");
        }

        return isFirst;
    }
}
