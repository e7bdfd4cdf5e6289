using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentMesh.Gateway.Alone;

/// <summary>A gateway without a silo is not ready, however fresh its copy of the credentials still is.</summary>
internal sealed class SiloCheck(SiloConnection connection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(connection.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
