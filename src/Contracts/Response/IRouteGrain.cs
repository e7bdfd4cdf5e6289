using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response;

/// <summary>Explains who would hear of an incident. A stateless worker. Key: anything.</summary>
[GrainInterfaceType("im.route")]
public interface IRouteGrain : IGrainWithIntegerKey
{
    [Alias("explain")]
    Task<RouteDecision> ExplainAsync(RouteInquiry inquiry);
}

/// <param name="Cluster">Cluster id.</param>
/// <param name="Workload">The workload; null for what is about none.</param>
/// <param name="Severity">Of the incident.</param>
/// <param name="Time">When; null for now.</param>
[GenerateSerializer, Immutable, Alias("im.route-inquiry")]
public sealed record RouteInquiry(
    [property: Id(0)] string Cluster,
    [property: Id(1)] WorkloadRef? Workload,
    [property: Id(2)] Severity Severity,
    [property: Id(3)] DateTimeOffset? Time);
