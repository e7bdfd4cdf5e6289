using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Audit;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.DeadLetters;

/// <summary>Effects that were given up and wait for a person.</summary>
internal static class OutboxRoutes
{
    private const int Most = 200;

    public static void MapOutbox(this IEndpointRouteBuilder api)
    {
        var outbox = api.MapGroup("/outbox/dead-letters").WithTags("Dead letters");
        outbox.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.AllClusters)
            .WithName("ListParkedEffects").WithSummary("Effects that were given up, oldest first.");
        outbox.MapPost("/requeue", RequeueAsync).Allow(Role.Responder, RouteScope.AllClusters, personsOnly: true)
            .WithName("RequeueEffect").WithSummary("Has one tried again. A person must know that it was not done.");
    }

    private static async Task<Results<Ok<Page<ParkedEffectResource>>, Problem>> ListAsync(int? limit, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (Limit.Check(limit, Most) is { } problem)
            return problem;
        var parked = await calls.ReadAsync(
            grains => grains.GetGrain<IOutboxGrain>(0).ListParkedAsync(limit ?? Limit.Default), cancellationToken);
        return TypedResults.Ok(new Page<ParkedEffectResource>([.. parked.Select(ParkedEffectResource.From)], null));
    }

    private static async Task<Results<NoContent, Problem>> RequeueAsync(RequeueRequest request, Caller caller, GrainCalls calls)
    {
        var checks = new Checks()
            .Text("owner/kind", request.Owner?.Kind, 32)
            .Text("owner/id", request.Owner?.Id, 512)
            .Text("effect", request.Effect, 200);
        if (checks.Problem is { } problem)
            return problem;
        var owner = new LedgerKey(request.Owner!.Kind, request.Owner.Id);
        var found = await calls.CommandAsync(
            grains => grains.GetGrain<IOutboxGrain>(0).RequeueAsync(owner, request.Effect!, caller.Actor));
        return found ? TypedResults.NoContent() : Problem.NotFound("dead letter");
    }
}

/// <summary>An effect that was given up.</summary>
internal sealed record ParkedEffectResource(
    LedgerKeyResource Owner, string Effect, string Kind, string Payload, int Attempts, string Reason, DateTime ParkedAt)
{
    public static ParkedEffectResource From(ParkedLine line) => new(
        LedgerKeyResource.From(line.Owner), line.Effect, line.Kind, line.Payload, line.Attempts, line.Reason, line.ParkedAt.UtcDateTime);
}

/// <param name="Owner">The ledger partition that asked for it.</param>
/// <param name="Effect">Its id there.</param>
internal sealed record RequeueRequest(LedgerKeyResource? Owner, string? Effect);
