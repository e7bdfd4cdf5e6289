using System.Numerics;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Incidents.Plans;

namespace IncidentMesh.Grains.Incidents.Reading;

/// <summary>An incident as others see it.</summary>
internal static class IncidentViews
{
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="data">What is stored.</param>
    /// <param name="halt">The halt in its cluster, where somebody looks: a plan under way waits for nothing else then.</param>
    public static Incident Full(string id, long version, IncidentData data, ResponseHalt? halt = null) => new()
    {
        Id = id,
        Version = version,
        Subject = data.Subject,
        State = data.State,
        Title = data.Title,
        Fold = data.Fold,
        Score = data.Score,
        OpenedAt = data.OpenedAt,
        Assignee = data.Assignee,
        MergedInto = data.MergedInto,
        Plan = data.Plan,
        Merged = [.. data.Merged.Select(merged => merged.Id)],
        Waiting = halt is not null && data.Plan is { Status: PlanStatus.Proposed or PlanStatus.Executing } ? halt.ToString() : data.Withheld,
        LookAgainAt = data.LookAgainAt,
        Deviations = data.Deviations,
        Verdict = data.Verdict,
        Credentials = data.Risk?.Credentials ?? [],
        Findings = [.. IncidentVerdicts.Findings(id, data)],
    };

    public static IncidentSummary Summary(string id, IncidentData data) => new()
    {
        Id = id,
        Subject = data.Subject,
        State = data.State,
        Title = data.Title,
        Severity = data.Fold.Severity,
        Score = data.Score.Value,
        Signals = data.Fold.Signals,
        FirstSeen = data.Fold.FirstSeen,
        LastSeen = data.Fold.LastSeen,
        Assignee = data.Assignee,
        Plan = data.Plan?.Id,
        PlanStatus = data.Plan?.Status,
        Stage = data.Fold.Stage,
        Verdict = data.Verdict?.Verdict,
    };

    /// <summary>The picture for notifiers; each adds what it has not told yet.</summary>
    public static IncidentNotice Notice(string id, IncidentData data) => new()
    {
        Incident = id,
        Revision = 0,
        State = data.State.ToString().ToLowerInvariant(),
        Title = data.Title,
        Severity = data.Fold.Severity,
        Score = data.Score.Value,
        Cluster = data.Subject.Cluster,
        Subject = data.Subject.Name,
        Signals = data.Fold.Signals,
        FirstSeen = data.Fold.FirstSeen,
        LastSeen = data.Fold.LastSeen,
        OpenedAt = data.OpenedAt,
        Assignee = data.Assignee,
        By = data.Fold.Actors.Count > 0 ? string.Join("; ", data.Fold.Actors.Take(2).Select(ExecActorText.Line)) : null,
        Reasons = [.. data.Score.Factors.Where(static factor => factor.Share != 0).Take(8).Select(factor => $"{factor.Share:+0;-0}: {factor.Reason}")],
        Plan = data.Plan is { } plan ? PlanLine(plan) : null,
    };

    private static string PlanLine(ResponsePlan plan) =>
        $"{plan.Action}{Pods(plan)} {plan.Target.Kind} {plan.Target.Namespace}/{plan.Target.Name}: {plan.Status.ToString().ToLowerInvariant()}{(plan is { Status: PlanStatus.Proposed, IsFinal: true } ? ", cannot be undone" : "")}{Corrections(plan)}{Trouble(plan)}{(plan.Again.Count > 0 ? $", and detections on {OutsidePods.Names(plan.Again, 3)}" : "")}";

    private static string Pods(ResponsePlan plan) => ActionNames.OfPods.Contains(plan.Action) ? $" {OutsidePods.Names(plan.Deletes.Count > 0 ? [.. plan.Deletes.Select(static pod => pod.Name)] : plan.Pods, 3)} of" : "";

    /// <summary>Told at once, at the second time, and then ever more rarely: each change of the line is a notice.</summary>
    private static string Corrections(ResponsePlan plan) => plan.Corrections switch
    {
        0 => "",
        1 => ", set right once",
        var times => $", set right {1 << BitOperations.Log2((uint)times)} times or more",
    };

    private static string Trouble(ResponsePlan plan)
    {
        var running = plan.Steps.Where(static step => step.Status == StepStatus.Running).ToList();
        var loose = running.Exists(static step => EffectKinds.IsHold(step.Effect) && step.Trouble == StepTrouble.Overdue) ? ", and is loose" : "";
        var parked = running.Exists(static step => step.Trouble == StepTrouble.Parked) ? ", and waits for a person" : "";
        return loose + parked + (running.Exists(static step => !EffectKinds.IsHold(step.Effect) && step.Trouble == StepTrouble.Overdue) ? ", and takes long" : "");
    }
}
