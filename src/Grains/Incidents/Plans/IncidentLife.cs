using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>How an incident's state follows from its plan's.</summary>
internal static class IncidentLife
{
    /// <param name="state">The incident's state.</param>
    /// <param name="before">The plan before it changed.</param>
    /// <param name="after">The plan.</param>
    public static IncidentState After(IncidentState state, ResponsePlan? before, ResponsePlan after) => (state, after.Status) switch
    {
        // What was taken for contained, or for over, is loose again: whoever was told so is to be told anew.
        _ when !IsLoose(before) && IsLoose(after) => IncidentState.Open,
        (IncidentState.Open or IncidentState.Acknowledged, PlanStatus.Contained) when !IsLoose(after) && (before?.Status != PlanStatus.Contained || IsLoose(before)) => IncidentState.Contained,
        (IncidentState.Open or IncidentState.Acknowledged, PlanStatus.Failed) when IsLoose(before) && IsHeld(after) => IncidentState.Contained,
        (IncidentState.Contained, PlanStatus.Undone) => IncidentState.Acknowledged,
        _ => state,
    };

    /// <summary>Whether a workload that was to be held is known to run, or a pod not to be cut off: it was taken back, or cannot be contained.</summary>
    public static bool IsLoose(ResponsePlan? plan) => plan?.Steps.Any(static step =>
        EffectKinds.IsHold(step.Effect) && step is { Status: StepStatus.Failed } or { Status: StepStatus.Running, Trouble: StepTrouble.Overdue }) == true;

    /// <summary>Also after an undo that failed.</summary>
    private static bool IsHeld(ResponsePlan plan) =>
        !IsLoose(plan) && plan.Steps.Any(static step => EffectKinds.IsHold(step.Effect) && step.Status == StepStatus.Running);
}
