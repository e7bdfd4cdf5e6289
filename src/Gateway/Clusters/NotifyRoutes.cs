using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Who would hear of an incident.</summary>
internal static class NotifyRoutes
{
    public static void MapNotifyRoute(this RouteGroupBuilder cluster) =>
        cluster.MapGet("/route", ExplainAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("ExplainRoute").WithSummary("Who would hear of an incident of a workload, and why.");

    private static async Task<Results<Ok<RouteResource>, Problem>> ExplainAsync(
        string cluster, string? workload, string? severity, DateTimeOffset? at, GrainCalls calls, CancellationToken cancellationToken)
    {
        WorkloadRef? named = null;
        if (workload is not null)
        {
            if (workload.Split('/') is not [var space, var kind, var name] || !Names.IsLabel(space) || !Names.IsId(kind) || !Names.IsSubdomain(name))
                return Problem.Invalid("The query has faults.", new ProblemError("workload must be namespace/Kind/name.", "workload"));
            named = new WorkloadRef(cluster, space, kind, name);
        }

        var wanted = Severity.High;
        if (severity is not null && (!char.IsAsciiLetter(severity.FirstOrDefault()) || !Enum.TryParse(severity, ignoreCase: true, out wanted)))
            return Problem.Invalid("The query has faults.", new ProblemError($"severity must be one of {string.Join(", ", Enum.GetNames<Severity>()).ToLowerInvariant()}.", "severity"));

        var inquiry = new RouteInquiry(cluster, named, wanted, at);
        return TypedResults.Ok(RouteResource.From(await calls.ReadAsync(grains => grains.GetGrain<IRouteGrain>(0).ExplainAsync(inquiry), cancellationToken)));
    }
}
