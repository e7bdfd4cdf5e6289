using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Inventory;

/// <summary>What surrounds a workload of a cluster that is watched.</summary>
internal static class PostureRoutes
{
    private static readonly Problem NotFound = Problem.NotFound("workload in the inventory");
    private static readonly Problem NotReady = Problem.Unavailable("The cluster is being read for the first time. See its inventory.", retryAfter: 10);

    public static void MapPosture(this RouteGroupBuilder cluster)
    {
        cluster.MapGet("/vulnerabilities", RankAsync).Allow(Role.Viewer, RouteScope.Cluster).WithTags("Inventory")
            .WithName("RankVulnerabilities").WithSummary("What was found in the images that run, in the order in which to mend it.");
        cluster.MapGet("/posture/{namespace}/{kind}/{name}", GetAsync).Allow(Role.Viewer, RouteScope.Cluster).WithTags("Inventory")
            .WithName("GetPosture").WithSummary("From where a workload can be reached, what a takeover gives, what holds it, and what it is for.");
    }

    private static async Task<Results<Ok<JsonElement>, Problem>> GetAsync(
        string cluster, string @namespace, string kind, string name, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (!Names.IsLabel(@namespace) || !Names.IsId(kind) || !Names.IsSubdomain(name))
            return NotFound;
        var answer = await calls.ReadAsync(grains => grains.GetGrain<IInventoryGrain>(cluster).FindPostureAsync(@namespace, kind, name), cancellationToken);
        return Shown(answer);
    }

    private static async Task<Results<Ok<JsonElement>, Problem>> RankAsync(
        string cluster, string? @namespace, int? limit, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (Limit.Check(limit) is { } problem)
            return problem;
        return Shown(await calls.ReadAsync(grains => grains.GetGrain<IInventoryGrain>(cluster).RankVulnerabilitiesAsync(@namespace, limit ?? Limit.Default), cancellationToken));
    }

    private static Results<Ok<JsonElement>, Problem> Shown(PostureAnswer answer) => answer switch
    {
        { Watched: false } => InventoryRoutes.NotWatched,
        { Ready: false } => NotReady,
        { Problem: { } problem } => Problem.Of(StatusCodes.Status404NotFound, problem),
        { Json.IsEmpty: true } => NotFound,
        _ => TypedResults.Ok(InventoryObjectResource.Parse(answer.Json)),
    };
}
