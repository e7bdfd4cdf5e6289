using IncidentMesh.Gateway;
using IncidentMesh.Grains;
using IncidentMesh.Integrations;
using IncidentMesh.Kubernetes;
using IncidentMesh.Silo.Access;
using IncidentMesh.Silo.Demo;
using IncidentMesh.Silo.Rules;
using IncidentMesh.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Silo.Hosting;

/// <summary>The whole product in one process.</summary>
internal static class SiloHost
{
    public static WebApplication Build(SiloArguments arguments) => Build(Compose(arguments));

    /// <summary>Everything there is, before it is built: benchmarks take a part out to measure the rest.</summary>
    public static WebApplicationBuilder Compose(SiloArguments arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments.Settings, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("INCIDENTMESH_");
        builder.Configuration.AddCommandLine(arguments.Settings);
        if (SiloSettings.FindUnknown(builder.Configuration) is { Count: > 0 } unknown)
        {
            throw new OptionsValidationException("settings", typeof(SiloSettings), unknown);
        }

        builder.WebHost.UseUrls(arguments.Urls ?? builder.Configuration["urls"] ?? "http://127.0.0.1:8080");
        builder.AddQuietLogging(arguments);
        builder.Services.AddSingleton(arguments);

        // The store opens first and closes last: hosted services start in the order of their registration.
        builder.Services.AddSqliteStorage(options => options.Directory = arguments.DataFolder);
        builder.Services.AddRuleFiles();
        builder.AddOrleansSilo();
        builder.Services.AddIncidentMeshGrains();
        builder.Services.AddKubernetes();
        builder.Services.AddIntegrations(builder.Configuration);
        builder.Services.AddGateway(builder.Configuration);
        builder.AddTelemetry();
        builder.Services.AddHostedService<AdminToken>();
        if (arguments.Demo)
        {
            builder.Services.AddSingleton<DemoAddress>();
            builder.Services.AddHostedService<DemoPlayer>();
        }

        return builder;
    }

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.MapGateway();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }
}
