using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Clusters;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Replay;

/// <summary>Tries rules on what a cluster's sensors sent. It changes nothing, so it takes no idempotency key.</summary>
internal static class ReplayRoutes
{
    private const int DefaultHours = 24;
    private const int MostHours = 720;
    private const int MostErrors = 20;

    public static void MapReplay(this IEndpointRouteBuilder api) =>
        api.MapPost("/clusters/{cluster}/replay", ReplayAsync).AddEndpointFilter<ClusterScope>().Allow(Role.Viewer, RouteScope.Cluster)
            .WithTags("Clusters").WithName("Replay").WithSummary("How often rules would have fired on the raw events that are still kept, a part at a time.");

    private static async Task<Results<Ok<ReplayResource>, Problem>> ReplayAsync(
        string cluster, ReplayBody body, GrainCalls calls, TimeProvider time, CancellationToken cancellationToken)
    {
        var hours = body.Hours ?? DefaultHours;
        var checks = new Checks()
            .Require("rules", body.Rules is not null || body.Rule is not null, "or rule must be given.")
            .Text("rules", body.Rules, ReplayRequest.LongestRules, least: 0)
            .Text("rule", body.Rule, 200, least: body.Rule is null ? 0 : 1)
            .Require("hours", hours is >= 1 and <= MostHours, $"must be from 1 to {MostHours}.");
        if (checks.Problem is { } problem)
            return problem;

        var list = ReplayPlace.ListOf(cluster, body, hours);
        var now = time.GetUtcNow();
        var place = string.IsNullOrEmpty(body.Cursor) ? new ReplayPlace(now.AddHours(-hours), now, null) : ReplayPlace.Read(list, body.Cursor);
        if (place is null)
            return Cursor.Refusal;
        var request = new ReplayRequest { Rules = body.Rules, Rule = body.Rule, Since = place.Since, Until = place.Until, Cursor = place.Next };
        var part = await calls.ReadAsync(grains => grains.GetGrain<IReplayGrain>(cluster).ReplayAsync(request, cancellationToken), cancellationToken);
        return part.Faults.Count > 0
            ? Problem.Invalid("The rules cannot be tried.", [.. part.Faults.Take(MostErrors).Select(ErrorOf)])
            : TypedResults.Ok(ReplayResource.Of(part, place, cluster, list));
    }

    private static ProblemError ErrorOf(ReplayFault fault) => fault.Line > 0
        ? new ProblemError($"column {fault.Column}: {fault.Message}", "#/rules", fault.Line)
        : new ProblemError(fault.Message, "#/rules");
}
