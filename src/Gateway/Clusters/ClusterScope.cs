using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Guards every route below <c>/clusters/{cluster}</c>: 404 where it does not exist or the asker may not see it.</summary>
internal sealed class ClusterScope(ClusterDirectory clusters) : IEndpointFilter
{
    private static readonly Problem NotFound = Problem.NotFound("cluster");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.GetRouteValue("cluster") is string cluster
            && Names.IsLabel(cluster)
            && http.Features.Get<Principal>() is { } principal
            && principal.MaySee(cluster)
            && await clusters.ExistsAsync(cluster, http.RequestAborted)
                ? await next(context)
                : NotFound;
    }
}
