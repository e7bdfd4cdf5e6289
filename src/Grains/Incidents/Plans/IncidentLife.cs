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

        // Not an undo that failed: what that could not restore is contained still.
        (IncidentState.Contained, PlanStatus.Failed) when plan.UndoneBy is null => IncidentState.Acknowledged,
        _ => state,
    };
}
