using IncidentMesh.Contracts.Signals;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Audit;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Clusters;
using IncidentMesh.Gateway.DeadLetters;
using IncidentMesh.Gateway.Health;
using IncidentMesh.Gateway.Http;
using IncidentMesh.Gateway.Idempotency;
using IncidentMesh.Gateway.Incidents;
using IncidentMesh.Gateway.Ingest;
using IncidentMesh.Gateway.OpenApi;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Replay;
using IncidentMesh.Gateway.Rest;
using IncidentMesh.Gateway.Suppressions;
using IncidentMesh.Sensors;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway;

/// <summary>Puts the gateway into a host: a silo's, or one of its own that is an Orleans client.</summary>
public static class GatewayHosting
{
    /// <summary>
    /// Adds the gateway. The host provides <see cref="IGrainFactory"/>, and an <see cref="ISignalLog"/> where it has the
    /// store itself; otherwise batches are appended through a grain.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISignalLog, GrainSignalLog>();

        services.AddSingleton<GatewayInstruments>().AddSingleton<GrainCalls>();
        services.AddSingleton(new IngestFormats(SensorFormats.All.Select(format => format.Name))).AddSingleton<IngestSources>().AddSingleton<SignalIntake>();
        services.AddSingleton<ClusterDirectory>().AddSingleton<CredentialDesk>().AddSingleton<IncidentDesk>().AddSingleton<SuppressionDesk>().AddSingleton<AuditVerification>();

        services.AddSingleton<CredentialCache>().AddHostedService(provider => provider.GetRequiredService<CredentialCache>());
        services.AddSingleton<TokenReader>();

        services.AddExceptionHandler<FailureHandler>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => GatewayJson.Configure(json.SerializerOptions));
        return services.AddServerLimits().AddHealth().AddApiDescription();
    }

    /// <summary>Adds the gateway's middleware and routes. A route that the host adds is closed until it says who may use it.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => Problem.Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<AccessCheck>();
        app.UseMiddleware<IdempotencyKeys>();

        var api = app.MapGroup("/api/v1").ProducesProblems();
        api.MapIngest();
        api.MapReplay();
        var rest = api.MapGroup("").WithMetadata(IdempotentRoute.Instance);
        rest.MapIncidents();
        rest.MapClusters();
        rest.MapHalts();
        rest.MapTokens();
        rest.MapAudit();
        rest.MapOutbox();
        app.MapHealth();
        app.MapApiDescription();
        return app;
    }

    private static RouteGroupBuilder ProducesProblems(this RouteGroupBuilder group)
    {
        foreach (var status in (int[])[400, 401, 403, 404, 503])
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [Problem.ContentType]));
        return group;
    }
}
