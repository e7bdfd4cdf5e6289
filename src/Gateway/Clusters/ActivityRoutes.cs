using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>What is going on in a cluster: how far its signals are processed, what a replica did.</summary>
internal static class ActivityRoutes
{
    public static void MapClusterActivity(this RouteGroupBuilder cluster)
    {
        cluster.MapGet("/ingest", GetIngestAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetIngest").WithSummary("How far each format's signals are processed.");
        cluster.MapGet("/replicas/{namespace}/{pod}", GetReplicaAsync).Allow(Role.Viewer, RouteScope.Cluster)
            .WithName("GetReplica").WithSummary("What a pod did, by minute.");
    }

    private static async Task<Ok<Page<IngestProgressResource>>> GetIngestAsync(string cluster, GrainCalls calls, IngestFormats formats, CancellationToken cancellationToken)
    {
        var items = await Task.WhenAll(formats.Names.Select(async format =>
        {
            var partition = new LogPartition(cluster, format).ToString();
            var progress = await calls.ReadAsync(grains => grains.GetGrain<IIngestGrain>(partition).GetProgressAsync(), cancellationToken);
            return IngestProgressResource.From(format, progress);
        }));
        return TypedResults.Ok(new Page<IngestProgressResource>(items, null));
    }

    private static async Task<Results<Ok<ReplicaResource>, Problem>> GetReplicaAsync(
        string cluster, string @namespace, string pod, GrainCalls calls, CancellationToken cancellationToken)
    {
        if (!Names.IsLabel(@namespace) || !Names.IsSubdomain(pod))
            return Problem.NotFound("replica");
        var key = new ReplicaRef(cluster, @namespace, pod).ToString();
        var activity = await calls.ReadAsync(grains => grains.GetGrain<IReplicaGrain>(key).GetActivityAsync(), cancellationToken);
        return activity is null ? Problem.NotFound("replica") : TypedResults.Ok(ReplicaResource.From(activity));
    }
}
