using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Inventory;

/// <summary>What a cluster is made of, as far as it is read, with the age of that knowledge.</summary>
internal static class InventoryRoutes
{
    private static readonly Problem NoKind = Problem.NotFound("kind in the inventory");
    private static readonly Problem NoObject = Problem.NotFound("object");
    internal static readonly Problem NotWatched = Problem.Unavailable(
        "Nobody reads this cluster at present: its adapter is not kubernetes, it was never reached, or a silo is taking it over. See the cluster's status.", retryAfter: 10);

    public static void MapInventory(this RouteGroupBuilder cluster)
    {
        var inventory = cluster.MapGroup("/inventory").WithTags("Inventory");
        inventory.MapGet("", ListKindsAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("ListInventoryKinds").WithSummary("The kinds of objects, how many there are and how old that knowledge is.");
        inventory.MapGet("/{kind}", ListAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("ListInventory").WithSummary("The objects of a kind, by namespace and name.");
        inventory.MapGet("/{kind}/{name}", GetOfClusterAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetClusterObject").WithSummary("One object that belongs to no namespace.");
        inventory.MapGet("/{kind}/{namespace}/{name}", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetObject").WithSummary("One object of a namespace.");
    }

    private static async Task<Results<Ok<Page<InventoryKindResource>>, Problem>> ListKindsAsync(string cluster, GrainCalls calls, CancellationToken cancellationToken)
    {
        var kinds = await calls.ReadAsync(grains => grains.GetGrain<IInventoryGrain>(cluster).ListKindsAsync(), cancellationToken);
        return kinds is null
            ? NotWatched
            : TypedResults.Ok(new Page<InventoryKindResource>([.. kinds.Select(InventoryKindResource.From)], null));
    }

    private static async Task<Results<Ok<InventoryListResource>, Problem>> ListAsync(
        string cluster, string kind, string? @namespace, int? limit, string? cursor, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (Limit.Check(limit) is { } problem)
            return problem;
        if (!Names.IsId(kind))
            return NoKind;
        var list = $"inventory|{cluster}|{kind}|{@namespace}";
        if (!Cursor.TryRead(list, cursor, out string? after))
            return Cursor.Refusal;

        var query = new InventoryQuery { Kind = kind, Namespace = @namespace, After = after, Limit = limit ?? Limit.Default };
        var page = await ReadAsync(cluster, query, calls, cancellationToken);
        if (page.Kind is null)
            return page.Watched ? NoKind : NotWatched;
        return TypedResults.Ok(new InventoryListResource(
            [.. page.Objects.Select(static item => InventoryObjectResource.Parse(item.Json))],
            page.Next is { } next ? Cursor.Write(list, next) : null,
            InventoryKindResource.From(page.Kind)));
    }

    private static Task<Results<Ok<InventoryObjectResource>, Problem>> GetOfClusterAsync(
        string cluster, string kind, string name, GrainCalls calls, CancellationToken cancellationToken) =>
        GetAsync(cluster, kind, "", name, calls, cancellationToken);

    private static async Task<Results<Ok<InventoryObjectResource>, Problem>> GetAsync(
        string cluster, string kind, string @namespace, string name, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (!Names.IsId(kind))
            return NoKind;
        var page = await ReadAsync(cluster, new InventoryQuery { Kind = kind, Namespace = @namespace, Name = name, Limit = 1 }, calls, cancellationToken);
        if (page.Kind is null)
            return page.Watched ? NoKind : NotWatched;
        return page.Objects is [var found]
            ? TypedResults.Ok(new InventoryObjectResource(InventoryObjectResource.Parse(found.Json), InventoryKindResource.From(page.Kind)))
            : NoObject;
    }

    private static Task<InventoryPage> ReadAsync(string cluster, InventoryQuery query, GrainCalls calls, CancellationToken cancellationToken) =>
        calls.ReadAsync(grains => grains.GetGrain<IInventoryGrain>(cluster).ListAsync(query), cancellationToken);
}
