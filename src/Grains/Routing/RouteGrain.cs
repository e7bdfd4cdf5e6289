using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Response.Routing;
using Orleans.Concurrency;

namespace IncidentMesh.Grains.Routing;

[GrainType("im.route"), StatelessWorker]
internal sealed class RouteGrain(RouteBook routes, TimeProvider time) : Grain, IRouteGrain
{
    public async Task<RouteDecision> ExplainAsync(RouteInquiry inquiry)
    {
        var record = inquiry.Workload is { } workload
            ? await GrainFactory.GetGrain<IClusterGrain>(inquiry.Cluster).FindWorkloadAsync(workload.Namespace, workload.Kind, workload.Name)
            : null;
        var (_, decision) = routes.Decide(new RouteQuestion(inquiry.Cluster, record?.Signs ?? [], inquiry.Severity, inquiry.Time ?? time.GetUtcNow()));
        return inquiry.Workload is not null && record is null
            ? decision with { Steps = [new RouteStep($"inventory of {inquiry.Cluster}", null, ["It knows no such workload: only the defaults count."]), .. decision.Steps] }
            : decision;
    }
}
