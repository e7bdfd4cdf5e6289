using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IncidentMesh.Silo.Hosting;

/// <summary>Logs for people, metrics for Prometheus, and OTLP where an endpoint is configured.</summary>
internal static class TelemetrySetup
{
    /// <summary>The environment variable that every OpenTelemetry SDK reads.</summary>
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddQuietLogging(this WebApplicationBuilder builder, SiloArguments arguments)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        // Alone, the silo has no members to lose; a slow start is no event for its user.
        builder.Logging.AddFilter("Orleans.Runtime.MembershipService", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What keeps it from starting is said in one sentence at the end; a background task that ends the host is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", arguments.Demo ? LogLevel.Warning : LogLevel.Information);
        builder.Logging.AddFilter("IncidentMesh", arguments.Demo ? LogLevel.Error : LogLevel.Information);
    }

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var otlp = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("incidentmesh"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("IncidentMesh.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                    .AddPrometheusExporter();
                if (otlp)
                {
                    metrics.AddOtlpExporter();
                }
            })
            .WithTracing(tracing =>
            {
                if (otlp)
                {
                    tracing.AddSource("Microsoft.Orleans.Application").AddAspNetCoreInstrumentation().AddOtlpExporter();
                }
            });
    }
}
