using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

public sealed class LeaseTests
{
    [Fact]
    public async Task A_cluster_that_another_silo_watches_is_left_to_it_until_it_is_free()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        var mine = false;
        var sink = new FakeInventorySink { MayWatch = _ => Volatile.Read(ref mine) };
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig(), sink: sink);
        await host.UntilAsync(all => all.Asked >= 2);
        Assert.Empty(api.Requests);

        Volatile.Write(ref mine, true);
        await host.UntilAsync(all => all.Lists == 1);
        await api.WatchedAsync("api/v1/pods");

        // Lost: nothing more is told, although the cluster goes on.
        Volatile.Write(ref mine, false);
        var asked = host.Sink.See("prod", all => all.Asked);
        await host.UntilAsync(all => all.Asked >= asked + 3);
        api.PutPod("unseen");
        await host.UntilAsync(all => all.Asked >= asked + 5);
        Assert.Equal(1, host.Sink.See("prod", all => all.Pods.Count));

        Volatile.Write(ref mine, true);
        await host.UntilAsync(all => all.Lists == 2 && all.Pods.Count == 2);
    }

    [Fact]
    public async Task After_the_sink_failed_everything_is_told_anew()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.UntilAsync(all => all.Lists == 1);
        await api.WatchedAsync("api/v1/pods");
        var failures = 2;
        host.Sink.BeforeApply = (_, _) =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
                throw new TimeoutException("the store is slow");
        };

        api.PutPod("b");
        await host.UntilAsync(all => all.Lists == 2 && all.Pods.Count == 2);
    }

    [Fact]
    public async Task Clusters_that_come_and_go_in_the_directory_are_followed()
    {
        await using var first = await FakeApiServer.StartAsync();
        await using var second = await FakeApiServer.StartAsync();
        ClusterConnection one = new() { Cluster = "one", Adapter = ClusterAdapters.Kubernetes, KubeconfigPath = first.WriteKubeconfig() };
        ClusterConnection two = new() { Cluster = "two", Adapter = ClusterAdapters.Kubernetes, KubeconfigPath = second.WriteKubeconfig() };
        await using var host = await WatchingHost.StartAsync([one, new ClusterConnection { Cluster = "deaf", Adapter = ClusterAdapters.None }]);
        await host.Sink.UntilAsync("one", all => all.Lists == 1);
        Assert.Equal(0, host.Sink.See("two", all => all.Asked));

        host.Host.List(one, two);
        await host.Sink.UntilAsync("two", all => all.Lists == 1);

        host.Host.List(two);
        var asked = host.Sink.See("two", all => all.Asked);
        await host.Sink.UntilAsync("two", all => all.Asked >= asked + 3);
        first.PutPod("unseen");
        second.PutPod("seen");
        await host.Sink.UntilAsync("two", all => all.Pods.Count == 1);
        Assert.Empty(host.Sink.See("one", all => all.Pods.Keys.ToList()));

        // The same name, reached another way.
        host.Host.List(two with { KubeconfigPath = first.WriteKubeconfig() });
        await host.Sink.UntilAsync("two", all => all.Pods.ContainsKey("shop/unseen") && !all.Pods.ContainsKey("shop/seen"));
        Assert.Equal(0, host.Sink.See("deaf", all => all.Asked));
    }
}
