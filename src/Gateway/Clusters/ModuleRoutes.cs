using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Kernel modules that sensors saw loaded.</summary>
internal static class ModuleRoutes
{
    public static void MapKernelModules(this RouteGroupBuilder cluster) =>
        cluster.MapGet("/kernel-modules", ListAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("ListKernelModules").WithSummary("Which kernel modules that nobody needs were loaded on which nodes, and by whom.");

    private static async Task<Ok<Page<ModuleResource>>> ListAsync(string cluster, GrainCalls calls, CancellationToken cancellationToken)
    {
        var loads = await calls.ReadAsync(grains => grains.GetGrain<IModuleGrain>(cluster).ListAsync(), cancellationToken);
        return TypedResults.Ok(new Page<ModuleResource>([.. loads.Select(ModuleResource.From)], null));
    }
}

/// <summary>Loads of a module on a node.</summary>
/// <param name="Node">Where; empty where sensors do not say.</param>
/// <param name="Module">Such as <c>sctp</c>.</param>
/// <param name="FirstSeen">Since there was no pause of 30 days.</param>
/// <param name="LastSeen">The latest.</param>
/// <param name="Count">How many.</param>
/// <param name="By">Program of the latest; null where that is not known.</param>
/// <param name="Pod">Of the latest, as <c>namespace/name</c>; null for a program of the node, or where that is not known.</param>
/// <param name="Sensor">Who saw the latest.</param>
internal sealed record ModuleResource(string Node, string Module, DateTime FirstSeen, DateTime LastSeen, long Count, string? By, string? Pod, string Sensor)
{
    public static ModuleResource From(ModuleLoads loads) => new(
        loads.Last.Node, loads.Last.Module, loads.FirstSeen.UtcDateTime, loads.Last.Time.UtcDateTime, loads.Count, loads.Last.By, loads.Last.Pod, loads.Last.Sensor);
}
