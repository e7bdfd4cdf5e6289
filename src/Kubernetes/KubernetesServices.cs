using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Connections;
using IncidentMesh.Kubernetes.Deletion;
using IncidentMesh.Kubernetes.Effects;
using IncidentMesh.Kubernetes.Evidence;
using IncidentMesh.Kubernetes.Quarantine;
using IncidentMesh.Kubernetes.Recording;
using IncidentMesh.Kubernetes.Scaling;
using IncidentMesh.Kubernetes.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Kubernetes;

/// <summary>Adds clusters to a host.</summary>
public static class KubernetesServices
{
    /// <summary>
    /// Adds the cluster adapters, the effects on workloads and pods, and the watching of every cluster of
    /// <see cref="IClusterDirectory"/>. The host brings that, <see cref="IInventorySink"/>, <see cref="IEffectFence"/> and
    /// <see cref="ProtectedNamespaces"/>.
    /// </summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, Action<KubernetesOptions>? configure = null)
    {
        var options = services.AddOptions<KubernetesOptions>()
            .BindConfiguration(KubernetesOptions.Section)
            .PostConfigure(settings => settings.OwnNamespace ??= PodNamespace.Find())
            .PostConfigure<IServiceProvider>((settings, provider) => settings.ContextKeys = (provider.GetService<ContextKeys>() ?? ContextKeys.None).Keys)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);

        services.TryAddSingleton(provider => new OwnNamespace(provider.GetRequiredService<IOptions<KubernetesOptions>>().Value.OwnNamespace));
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<KubernetesInstruments>();
        services.TryAddSingleton<ClusterConnections>();
        services.TryAddSingleton<WatchedInventories>();
        services.TryAddSingleton<IClusterInventories>(provider => provider.GetRequiredService<WatchedInventories>());
        services.TryAddSingleton<ClusterEffectContext>();
        services.TryAddSingleton<RecordingClusters>();
        services.AddSingleton<IClusterAdapter, ApiAdapter>();
        services.AddSingleton<IClusterAdapter, RecordingAdapter>();
        services.AddSingleton<IEffectHandler, SnapshotScaleHandler>();
        services.AddSingleton<IEffectHandler, CollectEvidenceHandler>();
        services.AddSingleton<IEffectHandler, ScaleToZeroHandler>();
        services.AddSingleton<IEffectHandler, HoldScaleHandler>();
        services.AddSingleton<IEffectHandler, AwaitPodsHandler>();
        services.AddSingleton<IEffectHandler, RestoreScaleHandler>();
        services.AddSingleton<IEffectHandler, SnapshotPodsHandler>();
        services.AddSingleton<IEffectHandler, QuarantinePodsHandler>();
        services.AddSingleton<IEffectHandler, HoldQuarantineHandler>();
        services.AddSingleton<IEffectHandler, ReleasePodsHandler>();
        services.AddSingleton<IEffectHandler, SelectPodsHandler>();
        services.AddSingleton<IEffectHandler, DeletePodsHandler>();
        services.AddSingleton<IEffectHandler, AwaitDeletionHandler>();
        services.AddHostedService<ClusterWatcher>();
        return services;
    }
}
