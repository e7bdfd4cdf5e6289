using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Comparisons;

/// <summary>The comparison of a workload's replicas. Only persons say what is expected; whoever works on incidents may end that.</summary>
internal static class ComparisonRoutes
{
    private static readonly Problem NotFound = Problem.NotFound("comparison");

    public static void MapComparisons(this RouteGroupBuilder cluster)
    {
        var one = cluster.MapGroup("/comparisons/{namespace}/{kind}/{name}").WithTags("Comparisons");
        one.MapGet("", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetComparison").WithSummary("Where the comparison of a workload's replicas stands, and what it found last.");
        one.MapPost("/expectations", ExpectAsync).Allow(Role.Responder, RouteScope.Cluster, personsOnly: true)
            .WithName("AddExpectation").WithSummary("Leaves a deviation out of the comparison for a time.");
        one.MapDelete("/expectations/{expectationId}", EndAsync).Allow(Role.Responder, RouteScope.Cluster)
            .WithName("RemoveExpectation").WithSummary("Compares again what an expectation left out.");
    }

    private static async Task<Results<Ok<ComparisonResource>, Problem>> GetAsync(
        string cluster, string @namespace, string kind, string name, GrainCalls calls, CancellationToken cancellationToken) =>
        KeyOf(cluster, @namespace, kind, name) is { } key
        && await calls.ReadAsync(grains => grains.GetGrain<IComparisonGrain>(key).GetStatusAsync(), cancellationToken) is { } status
            ? TypedResults.Ok(ComparisonResource.From(status))
            : NotFound;

    private static async Task<Results<Created<ExpectationResource>, Problem>> ExpectAsync(
        string cluster, string @namespace, string kind, string name, AddExpectationRequest request, Caller caller, GrainCalls calls)
    {
        if (KeyOf(cluster, @namespace, kind, name) is not { } key)
            return NotFound;
        var wanted = new ExpectationRequest { Feature = request.Feature, Replica = request.Replica, Reason = request.Reason, Expires = request.Expires };
        var result = await calls.CommandAsync(grains => grains.GetGrain<IComparisonGrain>(key).ExpectAsync(wanted, caller.Actor));
        if (result.Faults is { Count: > 0 } faults)
            return Problem.Invalid(string.Join(' ', faults.Select(Sentence)), [.. faults.Select(static fault => new ProblemError(Sentence(fault), "#/" + fault.Member))]);
        return result.Expectation is { } expectation
            ? TypedResults.Created($"/api/v1/clusters/{cluster}/comparisons/{@namespace}/{kind}/{name}/expectations/{expectation.Id}", ExpectationResource.From(expectation))
            : Problem.Conflict(result.Refusal ?? "It was not added.");
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string cluster, string @namespace, string kind, string name, string expectationId, Caller caller, GrainCalls calls) =>
        KeyOf(cluster, @namespace, kind, name) is { } key
        && Names.IsId(expectationId)
        && await calls.CommandAsync(grains => grains.GetGrain<IComparisonGrain>(key).EndExpectationAsync(expectationId, caller.Actor))
            ? TypedResults.NoContent()
            : NotFound;

    private static string Sentence(ExpectationFault fault) => $"{fault.Member} {fault.Message}";

    private static string? KeyOf(string cluster, string @namespace, string kind, string name) =>
        Names.IsLabel(@namespace) && Names.IsKind(kind) && Names.IsSubdomain(name) ? new WorkloadRef(cluster, @namespace, kind, name).ToString() : null;
}
