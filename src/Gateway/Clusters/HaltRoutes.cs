using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Incidents;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>The kill switch. Whoever works on incidents may pull it; only an administrator lets response go on.</summary>
internal static class HaltRoutes
{
    public static void MapHalts(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/halts").WithTags("Halts");
        all.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.Filtered)
            .WithName("ListHalts").WithSummary("Where response is halted.");
        all.MapPost("/everywhere", HaltEverywhereAsync).Allow(Role.Responder, RouteScope.AllClusters, personsOnly: true)
            .WithName("HaltEverywhere").WithSummary("Stops every plan under way, in every cluster, at once.");
        all.MapPost("/everywhere/lift", LiftEverywhereAsync).Allow(Role.Admin, RouteScope.AllClusters, personsOnly: true)
            .WithName("LiftHaltEverywhere").WithSummary("Lets response go on where no cluster's own halt is in force.");
    }

    public static void MapClusterHalt(this RouteGroupBuilder cluster)
    {
        cluster.MapPost("/halt", HaltAsync).Allow(Role.Responder, RouteScope.Cluster, personsOnly: true).WithTags("Halts")
            .WithName("HaltCluster").WithSummary("Stops the cluster's plans under way at once.");
        cluster.MapPost("/halt/lift", LiftAsync).Allow(Role.Admin, RouteScope.Cluster, personsOnly: true).WithTags("Halts")
            .WithName("LiftClusterHalt").WithSummary("Lets response go on in the cluster.");
    }

    private static async Task<Ok<Page<HaltResource>>> ListAsync(Caller caller, GrainCalls calls, CancellationToken cancellationToken)
    {
        var halts = await calls.ReadAsync(grains => Registry(grains).ListHaltsAsync(), cancellationToken);
        return TypedResults.Ok(Visible(halts, caller));
    }

    private static Page<HaltResource> Visible(IReadOnlyList<ResponseHalt> halts, Caller caller) =>
        new([.. halts.Where(halt => halt.Cluster is null || caller.MaySee(halt.Cluster)).Select(HaltResource.From)], null);

    private static Task<Results<Ok<HaltResource>, Problem>> HaltEverywhereAsync(ReasonRequest request, Caller caller, GrainCalls calls) =>
        OrderAsync(null, request, caller, calls);

    private static Task<Results<Ok<HaltResource>, Problem>> HaltAsync(string cluster, ReasonRequest request, Caller caller, GrainCalls calls) =>
        OrderAsync(cluster, request, caller, calls);

    private static Task<Results<Ok<Page<HaltResource>>, Problem>> LiftEverywhereAsync(ReasonRequest request, Caller caller, GrainCalls calls) =>
        ResumeAsync(null, request, caller, calls);

    private static Task<Results<Ok<Page<HaltResource>>, Problem>> LiftAsync(string cluster, ReasonRequest request, Caller caller, GrainCalls calls) =>
        ResumeAsync(cluster, request, caller, calls);

    private static async Task<Results<Ok<HaltResource>, Problem>> OrderAsync(string? cluster, ReasonRequest request, Caller caller, GrainCalls calls)
    {
        if (new Checks().Text("reason", request.Reason, 500).Problem is { } problem)
            return problem;
        return TypedResults.Ok(HaltResource.From(
            await calls.CommandAsync(grains => Registry(grains).HaltAsync(cluster, request.Reason!.Trim(), caller.Actor))));
    }

    private static async Task<Results<Ok<Page<HaltResource>>, Problem>> ResumeAsync(string? cluster, ReasonRequest request, Caller caller, GrainCalls calls)
    {
        if (new Checks().Text("reason", request.Reason, 500).Problem is { } problem)
            return problem;
        await calls.CommandAsync(grains => Registry(grains).ResumeAsync(cluster, request.Reason!.Trim(), caller.Actor));

        // What is still in force: a cluster can be halted by an order of its own and by one for every cluster.
        return TypedResults.Ok(Visible(await calls.ReadAsync(grains => Registry(grains).ListHaltsAsync(), CancellationToken.None), caller));
    }

    private static IClusterRegistryGrain Registry(IGrainFactory grains) => grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key);
}

/// <param name="Cluster">Cluster id; null for every cluster.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
internal sealed record HaltResource(string? Cluster, string By, DateTime At, string Reason)
{
    public static HaltResource From(ResponseHalt halt) => new(halt.Cluster, halt.By, halt.At.UtcDateTime, halt.Reason);
}
