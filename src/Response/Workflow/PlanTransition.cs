using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Response.Workflow;

/// <summary>What an event makes of a plan: commit all of it together, or none.</summary>
/// <param name="Plan">The plan afterwards.</param>
/// <param name="Effects">Effects that are wanted now.</param>
/// <param name="Settled">Ids of effects whose outcome this records, or which are withdrawn.</param>
/// <param name="Audit">What the audit trail must say before any of the effects happens.</param>
/// <param name="Refusal">Why nothing changed, for people; null where something did.</param>
public sealed record PlanTransition(
    ResponsePlan Plan,
    IReadOnlyList<NewEffect> Effects,
    IReadOnlyList<string> Settled,
    IReadOnlyList<AuditEntry> Audit,
    string? Refusal)
{
    public static PlanTransition Refused(ResponsePlan plan, string reason) => new(plan, [], [], [], reason);
}
