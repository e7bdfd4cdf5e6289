using System.Text;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>Whoever asks is answered by the silo that watches the cluster.</summary>
public sealed class InventoryGrainTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_silo_that_watches_a_cluster_answers_clients_and_other_silos_until_its_lease_is_over()
    {
        await using var silos = await TestSilo.StartAsync((_, services) => services.AddSingleton<IClusterInventories, OnePolicy>(), silos: 2);
        var inventory = silos.Grains.GetGrain<IInventoryGrain>("prod");
        var query = new InventoryQuery { Kind = "NetworkPolicy" };
        Assert.Null(await inventory.ListKindsAsync());
        Assert.False((await inventory.ListAsync(query)).Watched);

        for (var watcher = 0; watcher < 2; watcher++)
        {
            Assert.True(await silos.Service<IInventorySink>(watcher).TryWatchAsync("prod", $"silo-{watcher}", Lease, CancellationToken.None));

            var page = await inventory.ListAsync(query);
            Assert.Equal("""{"kind":"NetworkPolicy"}""", Encoding.UTF8.GetString(Assert.Single(page.Objects).Json.Span));
            Assert.Equal(OnePolicy.Kind, Assert.Single((await inventory.ListKindsAsync())!));
            Assert.True((await silos.Service<IGrainFactory>(1 - watcher).GetGrain<IInventoryGrain>("prod").ListAsync(query)).Watched);

            silos.Clock.Advance(Lease);
            Assert.Null(await inventory.ListKindsAsync());
        }
    }

    [Fact]
    public async Task A_silo_that_may_not_watch_does_not_answer()
    {
        await using var silos = await TestSilo.StartAsync((_, services) => services.AddSingleton<IClusterInventories, OnePolicy>());
        await silos.Grains.GetGrain<IClusterGrain>("prod").TryWatchAsync("another", Lease);

        Assert.False(await silos.Service<IInventorySink>(0).TryWatchAsync("prod", "silo-0", Lease, CancellationToken.None));

        Assert.Null(await silos.Grains.GetGrain<IInventoryGrain>("prod").ListKindsAsync());
    }

    private sealed class OnePolicy : IClusterInventories
    {
        public static readonly InventoryKind Kind = new()
        {
            Kind = "NetworkPolicy",
            Resource = "networkpolicies",
            Group = "networking.k8s.io",
            State = InventoryState.Read,
            Objects = 1,
        };

        public IReadOnlyCollection<string> Clusters => ["prod"];

        public IReadOnlyList<InventoryKind>? ListKinds(string cluster) => cluster == "prod" ? [Kind] : null;

        public InventoryPage List(string cluster, InventoryQuery query) => new()
        {
            Watched = cluster == "prod",
            Kind = Kind,
            Objects = [new InventoryObject("shop", "deny", "uid", Encoding.UTF8.GetBytes($$"""{"kind":"{{query.Kind}}"}"""))],
        };

        public InventoryMark? Mark(string cluster, IReadOnlyList<string> kinds) => null;

        public IReadOnlyList<InventoryPart> Read(string cluster, IReadOnlyList<string> kinds) => [];

        public InventoryWorkload? FindWorkload(string cluster, string @namespace, string kind, string name) => null;

        public IReadOnlyList<RunningImages> ListImages(string cluster) => [];
    }
}
