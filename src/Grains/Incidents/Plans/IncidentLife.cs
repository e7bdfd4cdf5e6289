using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Grains.Incidents.Plans;

/// <summary>How an incident's state follows from its plan's.</summary>
internal static class IncidentLife
{
    public static IncidentState After(IncidentState state, PlanStatus plan) => (state, plan) switch
    {
        (IncidentState.Open or IncidentState.Acknowledged, PlanStatus.Contained) => IncidentState.Contained,
        (IncidentState.Contained, PlanStatus.Undone) => IncidentState.Acknowledged,
        _ => state,
    };
}
