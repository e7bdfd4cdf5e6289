using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Vulnerabilities of Kubernetes itself.</summary>
internal static class ComponentRoutes
{
    public static void MapComponents(this RouteGroupBuilder cluster) =>
        cluster.MapGet("/components", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetClusterComponents").WithSummary("Which vulnerabilities of Kubernetes itself a cluster has, and how old that knowledge is.");

    private static async Task<Results<Ok<ComponentResource>, Problem>> GetAsync(string cluster, GrainCalls calls, CancellationToken cancellationToken) =>
        await calls.ReadAsync(grains => grains.GetGrain<IComponentGrain>(cluster).GetAsync(), cancellationToken) is { } status
            ? TypedResults.Ok(ComponentResource.From(status))
            : Problem.Of(StatusCodes.Status404NotFound, "This cluster's versions were not held against a feed yet: name Kubernetes' own by Vulnerabilities:KubernetesFeed, or wait a minute after the start.");
}
