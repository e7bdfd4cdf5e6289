using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Clusters;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Audit;

/// <summary>The audit trail.</summary>
internal static class AuditRoutes
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.Filtered)
            .WithName("ListAudit").WithSummary("Who decided or did what, oldest first, or newest first.");
        audit.MapGet("/verify", VerifyAsync).Allow(Role.Viewer, RouteScope.AllClusters)
            .WithName("VerifyAudit").WithSummary("Recomputes every hash chain.");
        audit.MapPost("/verify", VerifyAsync).Allow(Role.Viewer, RouteScope.AllClusters).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<Page<AuditResource>>, Problem>> ListAsync(
        string[]? cluster, string? order, int? limit, string? cursor, Caller caller, GrainCalls calls, ClusterDirectory clusters, CancellationToken cancellationToken)
    {
        if (Limit.Check(limit) is { } problem)
            return problem;
        if (cluster is { Length: > 0 } && !Array.TrueForAll(cluster, Names.IsLabel))
            return Problem.Invalid("cluster must be ids of clusters.", new ProblemError("Not the id of a cluster.", "cluster"));
        if (order is not (null or "oldest" or "newest"))
            return Problem.Invalid("order must be oldest or newest.", new ProblemError("Neither oldest nor newest.", "order"));
        var newest = order == "newest";
        var list = $"audit {(newest ? "newest " : "")}{string.Join(' ', cluster ?? [])}";
        if (!Cursor.TryRead(list, cursor, out long place))
            return Cursor.Refusal;

        IReadOnlyList<string>? wanted = cluster is { Length: > 0 } ? [.. cluster.Where(caller.MaySee)] : caller.Principal.Clusters;
        IReadOnlyList<AuditLine> lines = wanted is { Count: 0 }
            ? []
            : await calls.ReadAsync(
                grains => newest
                    ? grains.GetGrain<IAuditGrain>(0).ReadNewestAsync(place == 0 ? long.MaxValue : place, wanted, limit ?? Limit.Default)
                    : grains.GetGrain<IAuditGrain>(0).ReadAsync(place, wanted, limit ?? Limit.Default),
                cancellationToken);

        // A cluster that was removed still has records: only where there are none, the name may be wrong.
        if (lines.Count == 0 && place == 0 && await clusters.CheckAsync(cluster, caller.Principal, cancellationToken) is { } unknown)
            return unknown;

        // Oldest first it is never null: the trail grows, and whoever follows it asks again from where it ended.
        var next = newest && lines.Count < (limit ?? Limit.Default) ? null : Cursor.Write(list, lines.Count == 0 ? place : lines[^1].Position);
        return TypedResults.Ok(new Page<AuditResource>([.. lines.Select(AuditResource.From)], next));
    }

    private static async Task<Ok<AuditVerdictResource>> VerifyAsync(AuditVerification verification, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuditVerdictResource.From(await verification.RunAsync(cancellationToken)));
}
