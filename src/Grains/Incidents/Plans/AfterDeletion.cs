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

    /// <summary>Whether another response is to be looked for.</summary>
    public static bool IsDue(IncidentData data) =>
        data is { TakesSignals: true, Plan: { IsFollowed: false, Again.Count: > 0 } plan } && IsOver(plan);

    /// <returns>Whether something was told.</returns>
    public static bool Take(IncidentDraft draft, IReadOnlyList<ObservedSignal> signals)
    {
        if (draft.Data.Plan is not { IsFinal: true } plan || (plan.Status != PlanStatus.Executing && !IsOver(plan)))
        {
            return false;
        }

        // What is over and not completed may have left any of its pods. A StatefulSet's next pod has the same name: a few late
        // events of the one that was deleted are the cheaper mistake.
        HashSet<string> dead = plan.Status is PlanStatus.Failed or PlanStatus.Halted ? [.. plan.Gone]
            : [.. plan.Deletes.Count > 0 ? plan.Deletes.Select(static pod => pod.Name) : plan.Pods, .. plan.Gone];
        var end = plan.Target.Kind == "StatefulSet" ? plan.Steps.FirstOrDefault(static step => EffectKinds.IsFinal(step.Effect))?.FinishedAt : null;
        List<string> pods =
        [
            .. OutsidePods.Severe(signals)
                .Where(signal => !dead.Contains(signal.Replica!.Pod) || signal.Signal.Time > end)
                .Select(static signal => signal.Replica!.Pod)
                .Except(plan.Again, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostPods - plan.Again.Count),
        ];
        if (pods.Count == 0)
        {
            return false;
        }

        draft.Data = draft.Data with { Plan = plan with { Again = [.. plan.Again, .. pods] } };
        if (!IsOver(plan))
        {
            return false;
        }

        Tell(draft, plan, pods);
        return true;
    }

    /// <summary>Tells what was detected while the plan was under way, once it is over.</summary>
    public static void Tell(IncidentDraft draft, IncidentData before)
    {
        if (before.Plan?.Status == PlanStatus.Executing && draft.Data.Plan is { Again: { Count: > 0 } again } plan && IsOver(plan))
        {
            Tell(draft, plan, again);
        }
    }

    private static bool IsOver(ResponsePlan plan) => plan.IsFinal && plan.Status is PlanStatus.Completed or PlanStatus.Failed or PlanStatus.Halted;

    private static void Tell(IncidentDraft draft, ResponsePlan plan, IReadOnlyList<string> pods)
    {
        var line = $"{(plan.Status == PlanStatus.Completed ? "deleting pods was not enough" : "pods were not all deleted")}: there are detections on {OutsidePods.Names(pods)}";
        draft.Tell("plan", "system:workflow", line);
        if (draft.Data.State == IncidentState.Acknowledged)
        {
            draft.Data = draft.Data with { State = IncidentState.Open };
            draft.Audit("system:workflow", "incident.reopen", line);
            draft.Tell("state", "system:workflow", "open again: it was acknowledged");
        }
    }
}
