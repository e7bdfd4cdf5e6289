using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Clusters;
using IncidentMesh.Gateway.Incidents.Evidence;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using IncidentMesh.Gateway.Suppressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Reading incidents.</summary>
internal static class IncidentRoutes
{
    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/incidents").WithTags("Incidents");
        group.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.Filtered)
            .WithName("ListIncidents").WithSummary("Incidents, highest score first.");
        group.MapGet("/{id}", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetIncident").WithSummary("One incident with its version as ETag.");
        group.MapGet("/{id}/timeline", GetTimelineAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetTimeline").WithSummary("The incident's story, oldest first.");
        group.MapGet("/{id}/events", GetEventsAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetEvents").WithSummary("The incident's raw events in the order in which they came in.");
        group.MapGet("/{id}/plan", GetPlanAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetPlan").WithSummary("The incident's newest plan.");
        group.MapIncidentCommands();
        group.MapPlanCommands();
        group.MapEvidence();
    }

    private static async Task<Results<Ok<IncidentListResource>, Problem>> ListAsync(
        [AsParameters] IncidentFilter filter, Caller caller, IncidentDesk desk, SuppressionDesk suppressions, ClusterDirectory clusters, CancellationToken cancellationToken)
    {
        if (filter.Check() is { } problem)
            return problem;
        if (await clusters.CheckAsync(filter.Cluster, caller.Principal, cancellationToken) is { } unknown)
            return unknown;
        if (!Cursor.TryRead(filter.ListName, filter.Cursor, out string? position))
            return Cursor.Refusal;
        if (filter.VisibleClusters(caller.Principal) is { Count: 0 })
            return TypedResults.Ok(new IncidentListResource([], null, null));

        var query = filter.ToQuery(caller.Principal, position);
        var page = await desk.Calls.ReadAsync(grains => grains.GetGrain<IIncidentListGrain>(0).ListAsync(query), cancellationToken);
        return TypedResults.Ok(new IncidentListResource(
            [.. page.Incidents.Select(IncidentSummaryResource.From)],
            page.NextCursor is { } next ? Cursor.Write(filter.ListName, next) : null,
            await suppressions.SumAsync(query.Clusters, cancellationToken)));
    }

    private static async Task<Results<Ok<IncidentResource>, StatusCodeHttpResult, Problem>> GetAsync(string id, Caller caller, IncidentDesk desk, HttpContext context)
    {
        if (await desk.FindAsync(id, caller, context.RequestAborted) is not { } incident)
            return IncidentDesk.NotFound;
        if (!EntityTag.Matches(context.Request.Headers.IfNoneMatch, incident.Version))
            return IncidentDesk.Answer(context, incident);
        context.Response.Headers.ETag = EntityTag.Of(incident.Version);
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    private static async Task<Results<Ok<Page<TimelineResource>>, Problem>> GetTimelineAsync(
        string id, int? limit, string? cursor, Caller caller, IncidentDesk desk, CancellationToken cancellationToken)
    {
        var list = $"timeline {id}";
        if (Limit.Check(limit) is { } problem)
            return problem;
        if (!Cursor.TryRead(list, cursor, out long after))
            return Cursor.Refusal;
        if (await desk.FindAsync(id, caller, cancellationToken) is null)
            return IncidentDesk.NotFound;

        var most = limit ?? Limit.Default;
        var entries = await desk.Calls.ReadAsync(
            grains => grains.GetGrain<IIncidentGrain>(id).GetTimelineAsync(after, most), cancellationToken);
        return TypedResults.Ok(new Page<TimelineResource>(
            [.. entries.Select(TimelineResource.From)],
            entries.Count < most ? null : Cursor.Write(list, entries[^1].Number)));
    }

    private static async Task<Results<Ok<Page<RawEventResource>>, Problem>> GetEventsAsync(
        string id, int? limit, string? cursor, Caller caller, IncidentDesk desk, CancellationToken cancellationToken)
    {
        var list = $"events {id}";
        if (Limit.Check(limit) is { } problem)
            return problem;
        if (!Cursor.TryRead(list, cursor, out long skip))
            return Cursor.Refusal;
        if (await desk.FindAsync(id, caller, cancellationToken) is null)
            return IncidentDesk.NotFound;

        var most = limit ?? Limit.Default;
        var events = await desk.Calls.ReadAsync(
            grains => grains.GetGrain<IIncidentGrain>(id).GetEventsAsync(skip, most), cancellationToken);
        // A page of long events is shorter than asked for: only an empty one is the end.
        return TypedResults.Ok(new Page<RawEventResource>(
            [.. events.Select(RawEventResource.From)],
            events.Count == 0 ? null : Cursor.Write(list, skip + events.Count)));
    }

    private static async Task<Results<Ok<PlanResource>, Problem>> GetPlanAsync(string id, Caller caller, IncidentDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, caller, cancellationToken) is not { } incident)
            return IncidentDesk.NotFound;
        return incident.Plan is { } plan ? TypedResults.Ok(PlanResource.From(plan)) : Problem.Of(404, "This incident has no plan.");
    }
}
