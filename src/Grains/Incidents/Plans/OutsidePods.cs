using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>A quarantine contains its pods and no others: what is detected elsewhere in the workload is not contained.</summary>
internal static class OutsidePods
{
    /// <summary>Pods that detections named, that are not known to be gone and not cut off; none where the whole workload is contained.</summary>
    public static IReadOnlyList<string> Of(ResponsePlan plan, IncidentFold fold) => Others(
        plan,
        fold.Replicas.Keys.Select(static replica => IncidentFold.PodOf(replica) ?? "others that are not named"),
        [.. plan.Quarantined.Select(static pod => pod.Name), .. plan.Gone]);

    /// <summary>Why what a plan holds does not contain the incident, for people; null where it does.</summary>
    public static string? WhyNotContained(ResponsePlan plan, IncidentFold fold)
    {
        if (Of(plan, fold) is { Count: > 0 } others)
        {
            return $"detections name {Names(others)} too, not cut off";
        }

        return plan.Action == ActionNames.Quarantine && !plan.Quarantined.Any(pod => fold.Replicas.ContainsKey($"{plan.Target.Namespace}/{pod.Name}"))
            ? "no detection names what is cut off"
            : null;
    }

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

    /// <summary>Those of a pod that something severe was detected on.</summary>
    public static IEnumerable<ObservedSignal> Severe(IEnumerable<ObservedSignal> signals) =>
        signals.Where(static signal => signal.Replica is not null && signal.Detections.Any(static detection => detection.Severity >= Severity.High));

    /// <summary>The first few of many names.</summary>
    public static string Names(IReadOnlyList<string> pods, int most = 5) => string.Join(", ", pods.Take(most)) + (pods.Count > most ? $" and {pods.Count - most} more" : "");

    private static List<string> Others(ResponsePlan plan, IEnumerable<string> pods, IReadOnlyList<string> known) =>
        plan.Action == ActionNames.Quarantine ? [.. pods.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [];
}
