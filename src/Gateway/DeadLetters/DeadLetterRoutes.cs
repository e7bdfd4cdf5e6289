using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.DeadLetters;

/// <summary>What a cluster's senders sent and nobody could read.</summary>
internal static class DeadLetterRoutes
{
    private const int Most = 200;
    private static readonly Problem NotFound = Problem.NotFound("dead letter");

    public static void MapDeadLetters(this RouteGroupBuilder cluster)
    {
        var letters = cluster.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("", ListAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("ListDeadLetters").WithSummary("What could not be read, oldest first, without its content.");
        letters.MapGet("/{id}", GetAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetDeadLetter").WithSummary("One dead letter with its content.");
        letters.MapPost("/{id}/send-again", SendAgainAsync).Allow(Role.Responder, RouteScope.Cluster, personsOnly: true)
            .WithName("SendAgain").WithSummary("Takes it in after all, corrected where the request has a body.");
        letters.MapDelete("/{id}", RemoveAsync).Allow(Role.Responder, RouteScope.Cluster)
            .WithName("RemoveDeadLetter").WithSummary("Gives it up.");
    }

    private static async Task<Results<Ok<DeadLetterListResource>, Problem>> ListAsync(
        string cluster, int? limit, string? cursor, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (Limit.Check(limit, Most) is { } problem)
            return problem;
        var list = $"dead-letters {cluster}";
        if (!Cursor.TryRead(list, cursor, out string? after))
            return Cursor.Refusal;
        var most = limit ?? Limit.Default;
        var page = await calls.ReadAsync(grains => grains.GetGrain<IDeadLetterGrain>(cluster).ListAsync(after, most), cancellationToken);
        return TypedResults.Ok(new DeadLetterListResource(
            [.. page.Letters.Select(DeadLetterResource.From)],
            page.Letters.Count < most ? null : Cursor.Write(list, page.Letters[^1].Id),
            page.Total,
            page.Dropped));
    }

    private static async Task<Results<Ok<DeadLetterResource>, Problem>> GetAsync(string cluster, string id, GrainCalls calls, CancellationToken cancellationToken) =>
        await FindAsync(cluster, id, calls, cancellationToken) is { } letter
            ? TypedResults.Ok(DeadLetterResource.WithContent(letter))
            : NotFound;

    private static async Task<Results<Accepted<IngestReceipt>, Problem>> SendAgainAsync(
        string cluster, string id, HttpContext context, Caller caller, GrainCalls calls, SignalIntake intake)
    {
        if (await FindAsync(cluster, id, calls, context.RequestAborted) is not { } letter)
            return NotFound;
        using var sent = new MemoryStream();
        await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
        if (sent.Length == 0 && letter.Cut)
            return Problem.Conflict("Only its beginning was kept: send the corrected content with the request.");

        ReadOnlyMemory<byte> content = sent.Length == 0 ? letter.Content : sent.ToArray();
        var (split, problem) = intake.Split(content);
        if (split is null)
            return problem!;
        if (split.Rejected.Count > 0)
            return Problem.Invalid("Part of it can still not be read.", [.. split.Rejected.Take(20).Select(one => new ProblemError(one.Error, Line: one.Line))]);

        // In this order a failure in between only leaves a letter whose events are in the log; sent once more they count once.
        var receipt = await intake.KeepAsync(
            new LogPartition(cluster, letter.Format), content, split, letter.Format == IngestFormats.Detected ? null : letter.Format);
        await calls.CommandAsync(grains => grains.GetGrain<IDeadLetterGrain>(cluster).RemoveAsync(id, caller.Actor, $"{(sent.Length == 0 ? "as it was" : "corrected")}, now {receipt.Partition} at {receipt.Offset}"));
        return TypedResults.Accepted((string?)null, receipt);
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(string cluster, string id, Caller caller, GrainCalls calls)
    {
        var removed = Names.IsId(id)
            && await calls.CommandAsync(grains => grains.GetGrain<IDeadLetterGrain>(cluster).RemoveAsync(id, caller.Actor, null));
        return removed ? TypedResults.NoContent() : NotFound;
    }

    private static async Task<DeadLetter?> FindAsync(string cluster, string id, GrainCalls calls, CancellationToken cancellationToken) =>
        Names.IsId(id) ? await calls.ReadAsync(grains => grains.GetGrain<IDeadLetterGrain>(cluster).GetAsync(id), cancellationToken) : null;
}
