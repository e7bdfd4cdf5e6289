using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>Tells every inquiry to one target, and remembers the last.</summary>
internal sealed class FakeRoutes : IRouteGrain
{
    public RouteInquiry? Asked { get; private set; }

    public Task<RouteDecision> ExplainAsync(RouteInquiry inquiry)
    {
        Asked = inquiry;
        return Task.FromResult(new RouteDecision
        {
            Targets = ["slack:payments"],
            Steps = [new RouteStep("annotation incidentmesh.io/notify of the workload", "slack:#payments", ["slack:payments is told.", "That decides it."])],
            Problems = [],
        });
    }
}
