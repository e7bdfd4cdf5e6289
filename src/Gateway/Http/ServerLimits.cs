using IncidentMesh.Gateway.Problems;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Http;

/// <summary>What the server itself bounds: sizes, connections, times.</summary>
internal static class ServerLimits
{
    public static IServiceCollection AddServerLimits(this IServiceCollection services)
    {
        services.AddRequestTimeouts();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GatewayOptions>>((kestrel, options) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Value.MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<GatewayOptions>>((timeouts, options) =>
        {
            timeouts.DefaultPolicy = Policy(
                options.Value.RequestTimeout, Problem.Unavailable("The request took too long.", outcomeUnknown: true));
        });
        return services;
    }

    private static RequestTimeoutPolicy Policy(TimeSpan timeout, Problem problem) => new()
    {
        Timeout = timeout,
        TimeoutStatusCode = problem.StatusCode,
        WriteTimeoutResponse = problem.ExecuteAsync,
    };
}
