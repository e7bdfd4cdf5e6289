using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Working on incidents. Each command takes If-Match and answers with the incident.</summary>
internal static class CommandRoutes
{
    public static void MapIncidentCommands(this RouteGroupBuilder incidents)
    {
        Describe(incidents.MapPost("/{id}/acknowledge", AcknowledgeAsync), "AcknowledgeIncident", "Says that somebody looks at it.");
        Describe(incidents.MapPost("/{id}/assign", AssignAsync), "AssignIncident", "Gives it to somebody, or takes it back.");
        Describe(incidents.MapPost("/{id}/comments", CommentAsync), "CommentIncident", "Adds a comment to the timeline.");
        Describe(incidents.MapPost("/{id}/resolve", ResolveAsync), "ResolveIncident", "Says that it is over, why, and what it was.");
        Describe(incidents.MapPost("/{id}/verdict", JudgeAsync), "JudgeIncident", "Says of an incident that is over what it was.");
        Describe(incidents.MapPost("/{id}/close", CloseAsync), "CloseIncident", "Puts a resolved incident away.");
        Describe(incidents.MapPost("/{id}/reopen", ReopenAsync), "ReopenIncident", "Takes it up again, and says why.");
        Describe(incidents.MapPost("/{id}/merge", MergeAsync), "MergeIncident", "Lets another incident go on with both.");
    }

    private static void Describe(RouteHandlerBuilder route, string name, string summary) =>
        route.Allow(Role.Responder, RouteScope.Cluster).WithName(name).WithSummary(summary);

    private static Task<Results<Ok<IncidentResource>, Problem>> AcknowledgeAsync(string id, Caller caller, IncidentDesk desk, HttpContext context) =>
        desk.ExecuteAsync(context, id, caller, new IncidentCommand.Acknowledge());

    private static async Task<Results<Ok<IncidentResource>, Problem>> AssignAsync(string id, AssignRequest request, Caller caller, IncidentDesk desk, HttpContext context)
    {
        var checks = request.Assignee is null ? new Checks() : new Checks().Text("assignee", request.Assignee, 100);
        return checks.Problem ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.Assign(request.Assignee));
    }

    private static async Task<Results<Ok<IncidentResource>, Problem>> CommentAsync(string id, CommentRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        new Checks().Text("text", request.Text, 4000).Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.Comment(request.Text!));

    private static async Task<Results<Ok<IncidentResource>, Problem>> ResolveAsync(string id, ResolveRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        new Checks().Text("reason", request.Reason, 1000).Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.Resolve(request.Reason!, request.Verdict));

    private static async Task<Results<Ok<IncidentResource>, Problem>> JudgeAsync(string id, JudgeRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        new Checks().Require("verdict", request.Verdict is not null, "is missing.").Text("reason", request.Reason, 1000).Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.Judge(request.Verdict!.Value, request.Reason!));

    private static Task<Results<Ok<IncidentResource>, Problem>> CloseAsync(string id, Caller caller, IncidentDesk desk, HttpContext context) =>
        desk.ExecuteAsync(context, id, caller, new IncidentCommand.Close());

    private static async Task<Results<Ok<IncidentResource>, Problem>> ReopenAsync(string id, ReasonRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        new Checks().Text("reason", request.Reason, 1000).Problem
            ?? await desk.ExecuteAsync(context, id, caller, new IncidentCommand.Reopen(request.Reason!));

    private static async Task<Results<Ok<IncidentResource>, Problem>> MergeAsync(string id, MergeRequest request, Caller caller, IncidentDesk desk, HttpContext context) =>
        new Checks().Require("into", Names.IsIncident(request.Into) && request.Into != id, "must be the id of another incident.").Problem
            ?? await desk.MergeAsync(context, id, caller, request.Into!);
}
