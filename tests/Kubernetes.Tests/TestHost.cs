using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>This room as a host composes it, over a directory of given clusters.</summary>
internal sealed class TestHost : IAsyncDisposable, IClusterDirectory
{
    private readonly List<ClusterConnection> _clusters;
    private readonly ServiceProvider _services;

    public TestHost(IEnumerable<ClusterConnection> clusters, Action<KubernetesOptions>? configure = null, Action<IServiceCollection>? more = null)
    {
        _clusters = [.. clusters];
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IClusterDirectory>(this);
        services.AddSingleton<IEffectFence>(Fence);
        services.AddSingleton(provider => new ProtectedNamespaces("payments", provider.GetRequiredService<OwnNamespace>().Name));
        services.AddKubernetes(options =>
        {
            options.PodPoll = TimeSpan.FromMilliseconds(100);
            configure?.Invoke(options);
        });
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public TestFence Fence { get; } = new();

    /// <summary>Changes what the directory lists.</summary>
    public void List(params IEnumerable<ClusterConnection> clusters)
    {
        lock (_clusters)
        {
            _clusters.Clear();
            _clusters.AddRange(clusters);
        }
    }

    /// <summary>A host with one cluster, reached by a kubeconfig.</summary>
    public static TestHost Of(string kubeconfig, Action<KubernetesOptions>? configure = null, Action<IServiceCollection>? more = null) =>
        new([new ClusterConnection { Cluster = "prod", Adapter = ClusterAdapters.Kubernetes, KubeconfigPath = kubeconfig }], configure, more);

    /// <summary>Lets the handler of that name try once.</summary>
    public async Task<EffectOutcome> TryAsync<TPayload>(string kind, TPayload payload, JsonTypeInfo<TPayload> format, int attempt = 1)
    {
        var handler = _services.GetServices<IEffectHandler>().Single(candidate => candidate.Kind == kind);
        var effect = new ClaimedEffect(
            new LedgerKey("incident", "test"), "plan-1/step", kind, JsonSerializer.SerializeToUtf8Bytes(payload, format), 1, attempt, "claim", DateTimeOffset.MaxValue);
        return await handler.ExecuteAsync(effect, TestContext.Current.CancellationToken);
    }

    ValueTask<IReadOnlyList<ClusterConnection>> IClusterDirectory.ListAsync(CancellationToken cancellationToken)
    {
        lock (_clusters)
            return new([.. _clusters]);
    }

    ValueTask<ClusterConnection?> IClusterDirectory.FindAsync(string cluster, CancellationToken cancellationToken)
    {
        lock (_clusters)
            return new(_clusters.Find(connection => connection.Cluster == cluster));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
