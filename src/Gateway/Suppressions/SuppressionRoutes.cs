using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>What is not to be seen of a cluster. Only persons hide; whoever works on incidents may show again.</summary>
internal static class SuppressionRoutes
{
    private static readonly Problem NotFound = Problem.NotFound("suppression");

    public static void MapSuppressions(this RouteGroupBuilder cluster)
    {
        var suppressions = cluster.MapGroup("/suppressions").WithTags("Suppressions");
        suppressions.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("ListSuppressions").WithSummary("The suppressions in force, then the last ones that ended, newest first.");
        suppressions.MapGet("/{suppressionId}", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetSuppression").WithSummary("One suppression and what it hid.");
        suppressions.MapPost("", AddAsync).Allow(Role.Responder, RouteScope.Cluster, personsOnly: true)
            .WithName("AddSuppression").WithSummary("Hides detections for a time; they are still counted.");
        suppressions.MapDelete("/{suppressionId}", RemoveAsync).Allow(Role.Responder, RouteScope.Cluster)
            .WithName("RemoveSuppression").WithSummary("Ends a suppression before it expires.");
    }

    private static async Task<Ok<SuppressionPage>> ListAsync(string cluster, GrainCalls calls, CancellationToken cancellationToken) =>
        TypedResults.Ok(SuppressionPage.From(await ReadAsync(cluster, calls, cancellationToken)));

    private static async Task<Results<Ok<SuppressionResource>, Problem>> GetAsync(
        string cluster, string suppressionId, GrainCalls calls, CancellationToken cancellationToken) =>
        (await ReadAsync(cluster, calls, cancellationToken)).Records.FirstOrDefault(record => record.Suppression.Id == suppressionId) is { } found
            ? TypedResults.Ok(SuppressionResource.From(found))
            : NotFound;

    private static async Task<Results<Created<SuppressionResource>, Problem>> AddAsync(string cluster, AddSuppressionRequest request, Caller caller, GrainCalls calls)
    {
        var wanted = new SuppressionRequest
        {
            Reason = request.Reason,
            Owner = request.Owner,
            Expires = request.Expires,
            Rule = request.Rule,
            Workload = request.Workload,
            User = request.User,
            Node = request.Node,
            Expression = request.Expression,
        };
        var result = await calls.CommandAsync(grains => Suppressions(grains, cluster).AddAsync(wanted, caller.Actor));
        if (result.Faults is { Count: > 0 } faults)
            return Problem.Invalid(string.Join(' ', faults.Select(Sentence)), [.. faults.Select(static fault => new ProblemError(Sentence(fault), fault.Member is null ? "#" : "#/" + fault.Member))]);
        return result.Record is { } record
            ? TypedResults.Created($"/api/v1/clusters/{cluster}/suppressions/{record.Suppression.Id}", SuppressionResource.From(record))
            : Problem.Conflict(result.Refusal ?? "It was not added.");
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(string cluster, string suppressionId, Caller caller, GrainCalls calls) =>
        Names.IsId(suppressionId) && await calls.CommandAsync(grains => Suppressions(grains, cluster).RemoveAsync(suppressionId, caller.Actor))
            ? TypedResults.NoContent()
            : NotFound;

    private static string Sentence(SuppressionFault fault) => fault.Member is null ? fault.Message : $"{fault.Member} {fault.Message}";

    private static Task<SuppressionList> ReadAsync(string cluster, GrainCalls calls, CancellationToken cancellationToken) =>
        calls.ReadAsync(grains => Suppressions(grains, cluster).ListAllAsync(), cancellationToken);

    private static ISuppressionGrain Suppressions(IGrainFactory grains, string cluster) => grains.GetGrain<ISuppressionGrain>(cluster);
}
