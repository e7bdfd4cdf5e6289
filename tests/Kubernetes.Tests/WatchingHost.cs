using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
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
        }, services => services.AddSingleton<IInventorySink>(sink).AddSingleton(new ContextKeys(["incidentmesh.io/notify", "criticality"])));
        foreach (var service in host.Services.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
        return new WatchingHost(host, sink);
    }

    public Task UntilAsync(Func<FakeInventory, bool> wanted) => Sink.UntilAsync("prod", wanted);

    public IClusterInventories Inventories => _host.Services.GetRequiredService<IClusterInventories>();

    public InventoryKind Kind(string kind) => Inventories.ListKinds("prod")!.Single(one => one.Kind == kind);

    /// <summary>Waits until a kind was read and holds that many objects.</summary>
    public Task KnownAsync(string kind, int objects) => UntilKindAsync(kind, one => one.State == InventoryState.Read && one.Objects == objects);

    /// <summary>Waits until a kind is as wanted. Fails after 60 s with what it is.</summary>
    public async Task UntilKindAsync(string kind, Func<InventoryKind, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!(Inventories.ListKinds("prod")?.FirstOrDefault(one => one.Kind == kind) is { } found && wanted(found)))
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"{kind} did not become as wanted within 60 s; it is {Inventories.ListKinds("prod")?.FirstOrDefault(one => one.Kind == kind)}");
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public JsonNode? Show(string kind, string space, string name) =>
        Inventories.List("prod", new InventoryQuery { Kind = kind, Namespace = space, Name = name }).Objects is [var found] ? JsonNode.Parse(found.Json.Span) : null;

    /// <summary>All objects of a kind, by namespace and name, as JSON with commas between.</summary>
    public string List(string kind, string? space = null)
    {
        var all = new List<string>();
        string? after = null;
        do
        {
            var page = Inventories.List("prod", new InventoryQuery { Kind = kind, Namespace = space, After = after });
            all.AddRange(page.Objects.Select(item => Encoding.UTF8.GetString(item.Json.Span)));
            after = page.Next;
        }
        while (after is not null);

        return string.Join(',', all);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _host.Services.GetServices<IHostedService>())
            await service.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }
}
