using IncidentMesh.Gateway.Health;
using IncidentMesh.Gateway.Settings;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace IncidentMesh.Gateway.Alone;

/// <summary>The gateway in a process of its own: an Orleans client of a silo on the same machine.</summary>
internal static class GatewayHost
{
    /// <summary>Exit code for settings that do not let it start (BSD's EX_CONFIG).</summary>
    private const int BadConfiguration = 78;

    /// <summary>Not the silo's 8080, which has a gateway as well.</summary>
    private const string DefaultUrl = "http://127.0.0.1:8081";

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Stopped before it had found a silo.
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            await Console.Error.WriteLineAsync($"The settings do not let the gateway start: {string.Join(" ", wrong.Failures)}");
            return BadConfiguration;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Choose an address with --urls.");
            return BadConfiguration;
        }
    }

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("INCIDENTMESH_");
        builder.Configuration.AddCommandLine(args);
        if (UnknownSettings.Find(builder.Configuration, UnknownSettings.OfGateway) is { Count: > 0 } unknown)
        {
            throw new OptionsValidationException("settings", typeof(UnknownSettings), unknown);
        }

        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrl);
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        // While no silo answers, each of these tells it again and again, with stacks; SiloConnection tells it once.
        builder.Logging.AddFilter("Orleans", LogLevel.Critical)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("IncidentMesh.Gateway.Access.CredentialCache", LogLevel.Error);

        builder.AddSilos();
        builder.Services.AddGateway(builder.Configuration);
        // Otherwise the server would not listen, and health not answer, until a silo is found.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);

        var app = builder.Build();
        app.MapGateway();
        return app;
    }

    private static void AddSilos(this WebApplicationBuilder builder)
    {
        var silos = SiloAddresses.Parse(builder.Configuration[SiloAddresses.Key]);
        builder.Services.AddSingleton(silos).AddSingleton<SiloConnection>();
        builder.Services.AddHealthChecks().AddCheck<SiloCheck>("silo", tags: [HealthRoutes.Startup, HealthRoutes.Ready]);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering([.. silos]);
            client.Services.AddSingleton<IClientConnectionRetryFilter>(services => services.GetRequiredService<SiloConnection>());
            client.AddGatewayCountChangedHandler(services =>
            {
                var connection = services.GetRequiredService<SiloConnection>();
                return (_, change) => connection.Changed(change.NumberOfConnectedGateways);
            });
            // A lost silo is looked for again only at the next refresh: Orleans' own minute is longer than a restart takes.
            client.Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = SiloConnection.RetryEvery);
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = "incidentmesh";
                cluster.ServiceId = "incidentmesh";
            });
        });
    }
}
