using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Deciding plans: persons only, because a stolen service token must not act on a cluster.</summary>
internal static class PlanRoutes
{
    public static void MapPlanCommands(this RouteGroupBuilder incidents)
    {
        Describe(incidents.MapPost("/{id}/plan", ProposeAsync), "ProposePlan", "Has the incident planned for again, after a plan that came to nothing; with an action, also in place of one that is only proposed.");
        Describe(incidents.MapPost("/{id}/plan/{planId}/approve", ApproveAsync), "ApprovePlan", "Has the plan carried out as the person saw it.");
        Describe(incidents.MapPost("/{id}/plan/{planId}/reject", RejectAsync), "RejectPlan", "Has the plan not carried out.");
        Describe(incidents.MapPost("/{id}/plan/{planId}/undo", UndoAsync), "UndoPlan", "Restores what was there before the plan.");
    }

    private static void Describe(RouteHandlerBuilder route, string name, string summary) =>
        route.Allow(Role.Responder, RouteScope.Cluster, personsOnly: true).WithName(name).WithSummary(summary).WithTags("Plans");

    private static async Task<Results<Ok<IncidentResource>, Problem>> ProposeAsync(
        string id, ProposeRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        new Checks().Text("reason", request.Reason, 1000)
            .Require("action", request.Action is null || ActionNames.All.Contains(request.Action), $"must be one of {string.Join(", ", ActionNames.All)}.")
            .Require("pods", request.Pods is null or { Count: <= EvidenceLimits.MostPods } && request.Pods?.All(Names.IsSubdomain) != false, $"must be at most {EvidenceLimits.MostPods} names of pods, without namespace.")
            .Require("pods", request.Pods is null or { Count: 0 } || ActionNames.OfPods.Contains(request.Action), $"can be named only with the action {string.Join(" or ", ActionNames.OfPods)}.").Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.ProposePlan(request.Reason!, request.Action, request.Pods is { Count: > 0 } pods ? [.. pods.Distinct(StringComparer.Ordinal)] : null));

    private static async Task<Results<Ok<IncidentResource>, Problem>> ApproveAsync(
        string id, string planId, ApproveRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        Plan(planId).Require("hash", request.Hash is { Length: 64 } hash && hash.All(char.IsAsciiHexDigit), "must be the plan's hash: 64 hexadecimal digits.").Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.ApprovePlan(planId, request.Hash!));

    private static async Task<Results<Ok<IncidentResource>, Problem>> RejectAsync(
        string id, string planId, ReasonRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        Plan(planId).Text("reason", request.Reason, 1000).Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.RejectPlan(planId, request.Reason!));

    private static async Task<Results<Ok<IncidentResource>, Problem>> UndoAsync(
        string id, string planId, ReasonRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        Plan(planId).Text("reason", request.Reason, 1000).Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.UndoPlan(planId, request.Reason!));

    private static Checks Plan(string planId) => new Checks().Require("planId", Names.IsId(planId), "must be the id of a plan.");
}
