using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Gateway.Access;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentMesh.Gateway.Health;

/// <summary>
/// Probes without a token and without details: one word. Hosts add checks of their own tagged
/// <see cref="Ready"/> or <see cref="Startup"/>.
/// </summary>
public static class HealthRoutes
{
    public const string Ready = "ready";
    public const string Startup = "startup";

    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map("startup", Startup);
        Map("ready", Ready);
        Map("live", null);

        void Map(string name, string? tag) =>
            routes.MapHealthChecks($"/health/{name}", new HealthCheckOptions { Predicate = check => tag is not null && check.Tags.Contains(tag) })
                .AllowAnonymous();
    }

    internal static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<CredentialCheck>("credentials", tags: [Startup, Ready])
            .AddCheck<HaltCheck>("halts", tags: [Ready]);
        return services;
    }

    /// <summary>Somebody has pulled the kill switch: ready for everything but to act.</summary>
    private sealed class HaltCheck(IGrainFactory grains) : IHealthCheck
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var halts = await grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).ListHaltsAsync().WaitAsync(Patience, cancellationToken);
                return halts.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded();
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // A boundary: whether silos answer is for other checks to say.
                return HealthCheckResult.Healthy();
            }
        }
    }

    private sealed class CredentialCheck(CredentialCache credentials) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(credentials.IsCurrent ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
