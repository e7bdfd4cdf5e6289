using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>What is done to some pods contains these and no others: what is detected elsewhere in the workload is not contained.</summary>
internal static class OutsidePods
{
    /// <summary>Pods that detections named, that are not known to be gone and not cut off; none where the whole workload is contained.</summary>
    public static IReadOnlyList<string> Of(ResponsePlan plan, IncidentFold fold) => Others(
        plan,
        fold.Replicas.Keys.Select(IncidentFold.PodOf).OfType<string>(),
        [.. plan.Quarantined.Select(static pod => pod.Name), .. plan.Gone]);

    /// <summary>Opens a contained incident again where something severe is detected on a pod that is not cut off.</summary>
    public static void Reopen(IncidentDraft draft, IReadOnlyList<ObservedSignal> signals)
    {
        if (draft.Data.Plan is not { } plan)
        {
            return;
        }

        // A StatefulSet's next pod has the name of the one that is gone. Of others, detections on one that is gone are late.
        var others = Others(plan, Severe(signals).Select(static signal => signal.Replica!.Pod), [.. plan.Quarantined.Select(static pod => pod.Name), .. plan.Target.Kind == "StatefulSet" ? [] : plan.Gone]);
        if (others.Count == 0)
        {
            return;
        }

        draft.Data = draft.Data with { Plan = plan with { Gone = [.. plan.Gone.Except(others)] } };
        if (draft.Data.State != IncidentState.Contained)
        {
            return;
        }

        var opened = $"open again: it was contained, and there are detections on {Names(others)}, not cut off";
        draft.Data = draft.Data with { State = IncidentState.Open };
        draft.Audit("system:workflow", "incident.reopen", opened);
        draft.Tell("state", "system:workflow", opened);
    }

    /// <summary>
    /// Has another response looked for where something severe is detected after pods were deleted: on others, or on those
    /// that came in their place.
    /// </summary>
    public static void PlanAgain(IncidentDraft draft, IReadOnlyList<ObservedSignal> signals)
    {
        if (draft.Data is not { Plan: { Status: PlanStatus.Completed } plan, PlannedFor: > default(Severity) })
        {
            return;
        }

        // A StatefulSet's next pod has the same name: what comes later than the end of the other is of it.
        HashSet<string> known = [.. plan.Deletes.Select(static pod => pod.Name), .. plan.Gone];
        var end = plan.Steps.Max(static step => step.FinishedAt);
        List<string> pods = [.. Severe(signals).Where(signal => !known.Contains(signal.Replica!.Pod) || signal.Signal.Time > end).Select(static signal => signal.Replica!.Pod).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (pods.Count == 0)
        {
            return;
        }

        draft.Data = draft.Data with { PlannedFor = default };
        draft.Tell("plan", "system:workflow", $"deleting pods was not enough: there are detections on {Names(pods)}");
    }

    /// <summary>The first few of many names.</summary>
    public static string Names(IReadOnlyList<string> pods, int most = 5) => string.Join(", ", pods.Take(most)) + (pods.Count > most ? $" and {pods.Count - most} more" : "");

    private static IEnumerable<ObservedSignal> Severe(IReadOnlyList<ObservedSignal> signals) =>
        signals.Where(static signal => signal.Replica is not null && signal.Detections.Any(static detection => detection.Severity >= Severity.High));

    private static List<string> Others(ResponsePlan plan, IEnumerable<string> pods, IReadOnlyList<string> known) =>
        plan.Action == ActionNames.Quarantine ? [.. pods.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [];
}
