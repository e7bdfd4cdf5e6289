using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Comparisons;
using IncidentMesh.Gateway.DeadLetters;
using IncidentMesh.Gateway.Inventory;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using IncidentMesh.Gateway.Suppressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Clusters and what lies below each.</summary>
internal static class ClusterRoutes
{
    private static readonly string[] Adapters = [ClusterAdapters.Kubernetes, ClusterAdapters.Recording, ClusterAdapters.None];

    public static void MapClusters(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/clusters").WithTags("Clusters");
        all.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.Filtered)
            .WithName("ListClusters").WithSummary("The clusters that you may see.");
        all.MapPost("", AddAsync).Allow(Role.Admin, RouteScope.Filtered)
            .WithName("AddCluster").WithSummary("Adds a cluster.");

        var one = api.MapGroup("/clusters/{cluster}").WithTags("Clusters").AddEndpointFilter<RouteGroupBuilder, ClusterScope>();
        one.MapGet("", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetCluster").WithSummary("One cluster and how current its inventory is.");
        one.MapPost("/mode", SetModeAsync).Allow(Role.Responder, RouteScope.Cluster)
            .WithName("SetClusterMode").WithSummary("Decides who decides its plans. Back to a person may anybody who works on incidents.");
        one.MapClusterHalt();
        one.MapIngestKeys();
        one.MapClusterActivity();
        one.MapInventory();
        one.MapPosture();
        one.MapNotifyRoute();
        one.MapComponents();
        one.MapKernelModules();
        one.MapDeadLetters();
        one.MapSuppressions();
        one.MapComparisons();
    }

    private static async Task<Ok<Page<ClusterResource>>> ListAsync(Caller caller, ClusterDirectory clusters, CancellationToken cancellationToken)
    {
        var known = await clusters.ListAsync(cancellationToken);
        return TypedResults.Ok(new Page<ClusterResource>(
            [.. known.Where(one => caller.MaySee(one.Connection.Cluster))
                .OrderBy(one => one.Connection.Cluster, StringComparer.Ordinal)
                .Select(one => ClusterResource.From(one))],
            null));
    }

    private static async Task<Results<Ok<ClusterResource>, Problem>> GetAsync(string cluster, ClusterDirectory clusters, GrainCalls calls, CancellationToken cancellationToken)
    {
        var known = await clusters.ListAsync(cancellationToken);
        if (known.FirstOrDefault(one => one.Connection.Cluster == cluster) is not { } record)
            return Problem.NotFound("cluster");
        var status = await calls.ReadAsync(grains => grains.GetGrain<IClusterGrain>(cluster).GetStatusAsync(), cancellationToken);
        return TypedResults.Ok(ClusterResource.From(record, status));
    }

    private static async Task<Results<Created<ClusterResource>, Problem>> AddAsync(AddClusterRequest request, Caller caller, GrainCalls calls, TimeProvider time)
    {
        var checks = new Checks()
            .Require("id", Names.IsLabel(request.Id), "must be a DNS label: a-z, 0-9 and -, at most 63 characters.")
            .Require("adapter", Adapters.Contains(request.Adapter), $"must be one of {string.Join(", ", Adapters)}.")
            .Text("displayName", request.DisplayName, 200, least: 0)
            .Text("kubeconfigPath", request.KubeconfigPath, 1000, least: 0)
            .Text("context", request.Context, 253, least: 0);
        if (checks.Problem is { } problem)
            return problem;
        var id = request.Id!;
        if (!caller.MaySee(id))
            return Problem.Forbidden("Your token is bound to other clusters.");
        if (request.Adapter == ClusterAdapters.Kubernetes && caller.Principal.Clusters is not null)
            return Problem.Forbidden("A connection could lead to any cluster: adding one takes a token for all clusters.");
        if (WhyNotIn(request.Mode ?? ResponseMode.Observe, caller) is { } refusal)
            return refusal;

        var record = new ClusterRecord
        {
            Connection = new ClusterConnection
            {
                Cluster = id,
                Adapter = request.Adapter!,
                KubeconfigPath = request.KubeconfigPath,
                Context = request.Context,
            },
            DisplayName = string.IsNullOrWhiteSpace(request.DisplayName) ? id : request.DisplayName,
            AddedAt = time.GetUtcNow(),
            Mode = request.Mode ?? ResponseMode.Observe,
        };
        var added = await calls.CommandAsync(
            grains => grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).AddAsync(record, caller.Actor));
        return added
            ? TypedResults.Created($"/api/v1/clusters/{id}", ClusterResource.From(record))
            : Problem.Conflict("A cluster of this id exists already.");
    }

    private static Problem? WhyNotIn(ResponseMode mode, Caller caller) =>
        mode == ResponseMode.Automatic && caller.Principal is not { Role: >= Role.Admin, Person: true }
            ? Problem.Forbidden("That machines decide is for a person with the role admin to allow.")
            : null;

    private static async Task<Results<Ok<ClusterResource>, Problem>> SetModeAsync(string cluster, SetModeRequest request, Caller caller, GrainCalls calls)
    {
        var checks = new Checks()
            .Require("mode", request.Mode is not null, "must be observe or automatic.")
            .Text("reason", request.Reason, 500, least: 0);
        if (checks.Problem is { } problem)
            return problem;
        var mode = request.Mode!.Value;
        if (WhyNotIn(mode, caller) is { } refusal)
            return refusal;

        var changed = await calls.CommandAsync(
            grains => grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).SetModeAsync(cluster, mode, request.Reason?.Trim() ?? "", caller.Actor));
        return changed is null ? Problem.NotFound("cluster") : TypedResults.Ok(ClusterResource.From(changed));
    }
}
