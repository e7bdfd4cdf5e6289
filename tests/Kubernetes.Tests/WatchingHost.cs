using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Testing.Kubernetes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>A host whose clusters are watched into a fake sink, impatient so that tests need not be patient.</summary>
internal sealed class WatchingHost : IAsyncDisposable
{
    private readonly TestHost _host;

    private WatchingHost(TestHost host, FakeInventorySink sink) => (_host, Sink) = (host, sink);

    public FakeInventorySink Sink { get; }

    public TestHost Host => _host;

    public static Task<WatchingHost> StartAsync(string kubeconfig, Action<KubernetesOptions>? configure = null, FakeInventorySink? sink = null) =>
        StartAsync([new ClusterConnection { Cluster = "prod", Adapter = ClusterAdapters.Kubernetes, KubeconfigPath = kubeconfig }], configure, sink);

    public static async Task<WatchingHost> StartAsync(
        IEnumerable<ClusterConnection> clusters, Action<KubernetesOptions>? configure = null, FakeInventorySink? sink = null)
    {
        sink ??= new FakeInventorySink();
        var host = new TestHost(clusters, options =>
        {
            options.MaxBackoff = TimeSpan.FromSeconds(1);
            options.Gather = TimeSpan.FromMilliseconds(5);
            options.DirectoryPoll = TimeSpan.FromMilliseconds(100);
            options.OwnerPatience = TimeSpan.FromSeconds(1);
            options.WatchLease = TimeSpan.FromSeconds(3);
            configure?.Invoke(options);
        }, services => services.AddSingleton<IInventorySink>(sink));
        foreach (var service in host.Services.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
        return new WatchingHost(host, sink);
    }

    public Task UntilAsync(Func<FakeInventory, bool> wanted) => Sink.UntilAsync("prod", wanted);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _host.Services.GetServices<IHostedService>())
            await service.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }
}
