using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
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
            .WithName("ListAudit").WithSummary("Who decided or did what, oldest first.");
        audit.MapGet("/verify", VerifyAsync).Allow(Role.Viewer, RouteScope.AllClusters)
            .WithName("VerifyAudit").WithSummary("Recomputes every hash chain.");
        audit.MapPost("/verify", VerifyAsync).Allow(Role.Viewer, RouteScope.AllClusters).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<Page<AuditResource>>, Problem>> ListAsync(
        string[]? cluster, int? limit, string? cursor, Caller caller, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (Limit.Check(limit) is { } problem)
            return problem;
        if (cluster is { Length: > 0 } && !Array.TrueForAll(cluster, Names.IsLabel))
            return Problem.Invalid("cluster must be ids of clusters.", new ProblemError("Not the id of a cluster.", "cluster"));
        var list = "audit " + string.Join(' ', cluster ?? []);
        if (!Cursor.TryRead(list, cursor, out long after))
            return Cursor.Refusal;

        IReadOnlyList<string>? wanted = cluster is { Length: > 0 } ? [.. cluster.Where(caller.MaySee)] : caller.Principal.Clusters;
        IReadOnlyList<AuditLine> lines = wanted is { Count: 0 }
            ? []
            : await calls.ReadAsync(grains => grains.GetGrain<IAuditGrain>(0).ReadAsync(after, wanted, limit ?? Limit.Default), cancellationToken);

        // Never null: the trail grows, and whoever follows it asks again from where it ended.
        var next = Cursor.Write(list, lines.Count == 0 ? after : lines[^1].Position);
        return TypedResults.Ok(new Page<AuditResource>([.. lines.Select(AuditResource.From)], next));
    }

    private static async Task<Ok<AuditVerdictResource>> VerifyAsync(AuditVerification verification, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuditVerdictResource.From(await verification.RunAsync(cancellationToken)));
}
