using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>What list and watch tell a cluster's grain.</summary>
public sealed class ClusterInventoryTests
{
    private const string OldContainer = "aaaaaaaaaaaa0000";
    private const string NewContainer = "bbbbbbbbbbbb0000";

    [Fact]
    public async Task A_pod_that_is_there_again_under_its_name_is_known_by_its_new_container()
    {
        await using var silo = await TestSilo.StartAsync();
        var cluster = silo.Grains.GetGrain<IClusterGrain>("prod");
        await cluster.ApplyAsync(new InventoryChange { ListBegins = true, ListEnds = true, Pods = [Pod("db-0", "old", OldContainer)] });

        await cluster.ApplyAsync(new InventoryChange { DeletedPods = [new PodDeletion("shop", "db-0", "old")], Pods = [Pod("db-0", "new", NewContainer)] });

        Assert.Equal("db-0", (await PlaceAsync(cluster, NewContainer)).Replica?.Pod);
        Assert.Equal(1, (await cluster.GetStatusAsync()).Pods);
    }

    [Fact]
    public async Task What_is_learned_while_something_else_cannot_be_read_is_known_and_the_reason_is_told()
    {
        await using var silo = await TestSilo.StartAsync();
        var cluster = silo.Grains.GetGrain<IClusterGrain>("prod");
        await cluster.ApplyAsync(new InventoryChange { ListBegins = true, ListEnds = true });

        await cluster.ApplyAsync(new InventoryChange { Pods = [Pod("db-0", "uid", NewContainer)], Unreachable = "deployments: 503" });

        var status = await cluster.GetStatusAsync();
        Assert.Equal("deployments: 503", status.Unreachable);
        Assert.Equal(1, status.Pods);
        Assert.Equal("db-0", (await PlaceAsync(cluster, NewContainer)).Replica?.Pod);
    }

    [Fact]
    public async Task Names_as_long_as_Kubernetes_allows_are_kept_apart_over_a_restart_and_forgotten()
    {
        var space = new string('s', 63);
        var names = new[] { new string('p', 252) + "a", new string('p', 252) + "b" };
        await using var silo = await TestSilo.StartAsync();
        var cluster = silo.Grains.GetGrain<IClusterGrain>("prod");

        await cluster.ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Pods = [.. names.Select(name => Pod(name, name, "0123456789ab") with { Namespace = space, WorkloadKind = "Pod", WorkloadName = name })],
            Workloads = [.. names.Select(name => new WorkloadRecord { Namespace = space, Kind = "Pod", Name = name, Uid = name })],
        });

        await using var restarted = await TestSilo.StartAsync((_, _) => { }, over: silo);
        var again = restarted.Grains.GetGrain<IClusterGrain>("prod");
        var status = await again.GetStatusAsync();
        Assert.Equal((2, 2), (status.Pods, status.Workloads));
        Assert.NotNull(await again.FindWorkloadAsync(space, "Pod", names[1]));

        await again.ApplyAsync(new InventoryChange { DeletedWorkloads = [$"{space}/Pod/{names[0]}"] });
        Assert.Equal(1, (await again.GetStatusAsync()).Workloads);
        Assert.Null(await again.FindWorkloadAsync(space, "Pod", names[0]));
    }

    [Fact]
    public async Task What_is_not_known_is_told_until_something_else_is_and_outlives_a_restart()
    {
        await using var silo = await TestSilo.StartAsync();
        var cluster = silo.Grains.GetGrain<IClusterGrain>("prod");
        await cluster.ApplyAsync(new InventoryChange { ListBegins = true, ListEnds = true });
        await cluster.ApplyAsync(new InventoryChange { Notes = ["roles cannot be read"] });
        await cluster.ApplyAsync(new InventoryChange { Pods = [Pod("db-0", "uid", NewContainer)] });

        await using var restarted = await TestSilo.StartAsync((_, _) => { }, over: silo);
        var again = restarted.Grains.GetGrain<IClusterGrain>("prod");
        Assert.Equal(["roles cannot be read"], (await again.GetStatusAsync()).Notes);

        await again.ApplyAsync(new InventoryChange { Notes = [] });
        Assert.Empty((await again.GetStatusAsync()).Notes);
    }

    private static PodRecord Pod(string name, string uid, string container) => new()
    {
        Namespace = "shop",
        Name = name,
        Uid = uid,
        WorkloadKind = "StatefulSet",
        WorkloadName = "db",
        ContainerIds = [container],
    };

    private static async Task<Attribution> PlaceAsync(IClusterGrain cluster, string container) =>
        (await cluster.AttributeAsync([new SignalOrigin { ContainerId = container[..12] }]))[0];
}
