using IncidentMesh.Grains.Signals;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentMesh.Silo.Rules;

/// <summary>Degraded, and still ready, while changed rule files have errors and the rules from before are in force.</summary>
internal sealed class RulesCheck(ActiveRules rules) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(rules.Alarm is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
}
