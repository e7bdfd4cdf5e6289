using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Effects;
using IncidentMesh.Grains.Incidents;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Response.Guardrails;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentMesh.Grains;

/// <summary>Registers what the grains need beside the store, the handlers and the notifiers.</summary>
public static class GrainsServiceCollectionExtensions
{
    public static IServiceCollection AddIncidentMeshGrains(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<GrainInstruments>();
        services.AddOptions<DetectionOptions>();
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(new GuardrailOptions());
        services.AddTransient(typeof(Stored<>));
        services.AddTransient<LateSignals>();
        services.AddSingleton<IncidentReader>();
        services.AddSingleton<ClusterDirectory>();
        services.AddSingleton<IClusterDirectory>(provider => provider.GetRequiredService<ClusterDirectory>());
        services.AddSingleton<IInventorySink, InventorySink>();
        services.AddSingleton<IEffectHandler, AbsorbEffect>();
        services.AddHostedService<IngestPump>();
        services.AddHostedService<LogRetention>();
        services.AddHostedService<EffectDispatcher>();
        return services;
    }
}
