using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>How an incident's state follows from its plan's.</summary>
internal static class IncidentLife
{
    public static IncidentState After(IncidentState state, ResponsePlan plan) => (state, plan.Status) switch
    {
        (IncidentState.Open or IncidentState.Acknowledged, PlanStatus.Contained) => IncidentState.Contained,
        (IncidentState.Contained, PlanStatus.Undone) => IncidentState.Acknowledged,

        // What somebody took back runs again: whoever was told that it is contained, or over, is to be told anew.
        (_, PlanStatus.Failed) when IsLost(plan) => IncidentState.Open,
        _ => state,
    };

    private static bool IsLost(ResponsePlan plan) => plan.Steps.Any(static step => step is { Effect: EffectKinds.HoldScale, Status: StepStatus.Failed });
}
