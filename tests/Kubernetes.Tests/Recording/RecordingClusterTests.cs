using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Recording;
using IncidentMesh.Testing.Kubernetes;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Kubernetes.Tests.Recording;

public sealed class RecordingClusterTests
{
    private static readonly WorkloadRef Web = new("demo", "shop", "Deployment", "web");

    [Theory]
    [InlineData("Deployment", 0)]
    [InlineData("Deployment", 50)]
    [InlineData("StatefulSet", 20)]
    public async Task A_made_up_cluster_is_contained_and_restored_like_a_real_one(string kind, int milliseconds)
    {
        var web = Web with { Kind = kind };
        await using var own = new TestHost([new ClusterConnection { Cluster = "demo", Adapter = ClusterAdapters.Recording }]);
        own.Services.GetRequiredService<RecordingClusters>().TryAdd(Scenario("demo", kind, milliseconds));

        var snapshot = await own.SnapshotTakenAsync(web);
        Assert.Equal((12, "HorizontalPodAutoscaler/web"), (snapshot.Replicas, snapshot.Controllers.Single()));
        for (var i = 0; i < 3; i++)
            Assert.Equal(12, (await own.ToZeroAsync(web, snapshot)).Result(EffectJson.Default.ScaleSnapshot).Replicas);
        Assert.Equal(0, (await own.AwaitUntilDoneAsync(web, 0)).Result(EffectJson.Default.PodsObserved).Pods);
        for (var i = 0; i < 3; i++)
            Assert.IsType<EffectOutcome.Done>(await own.RestoreAsync(web, snapshot));
        Assert.Equal(12, (await own.AwaitUntilDoneAsync(web, 12)).Result(EffectJson.Default.PodsObserved).Pods);

        var writes = own.Services.GetRequiredService<RecordingClusters>().Writes("demo");
        Assert.Equal([0, 12], writes.Select(write => write.Replicas));
        Assert.Contains("plan-1", writes[0].Mark, StringComparison.Ordinal);
        Assert.Null(writes[1].Mark);
    }

    [Theory]
    [InlineData("Deployment", 13)]
    [InlineData("StatefulSet", 12)]
    public async Task Its_pods_are_quarantined_and_given_back_like_real_ones(string kind, int meanwhile)
    {
        var web = Web with { Kind = kind };
        await using var own = new TestHost([new ClusterConnection { Cluster = "demo", Adapter = ClusterAdapters.Recording }]);
        var clusters = own.Services.GetRequiredService<RecordingClusters>();
        clusters.TryAdd(Scenario("demo", kind, 0));
        Assert.True((await clusters.Of("demo").ListPodsAsync(web, default)).Succeeded(out var pods, out _));

        var snapshot = (await own.SnapshotPodsAsync(web, pods[0].Name)).Result(EffectJson.Default.PodsSnapshot);
        for (var i = 0; i < 2; i++)
            Assert.Equal(pods[0].Name, Assert.Single((await own.QuarantineAsync(web, snapshot.Pods)).Result(EffectJson.Default.PodsSnapshot).Pods).Name);
        Assert.Equal("1 pod is cut off.", (await own.HoldPodsAsync(web, snapshot.Pods)).Reason());
        Assert.Equal(12, (await own.AwaitUntilDoneAsync(web, null)).Result(EffectJson.Default.PodsObserved).Pods);
        Assert.Equal((meanwhile, 1), await PodsAsync(clusters));

        for (var i = 0; i < 2; i++)
            Assert.IsType<EffectOutcome.Done>(await own.ReleaseAsync(web, snapshot.Pods));
        Assert.Equal((12, 0), await PodsAsync(clusters));
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task Its_pods_are_deleted_and_replaced_like_real_ones(string kind)
    {
        var web = Web with { Kind = kind };
        await using var own = new TestHost([new ClusterConnection { Cluster = "demo", Adapter = ClusterAdapters.Recording }]);
        var clusters = own.Services.GetRequiredService<RecordingClusters>();
        clusters.TryAdd(Scenario("demo", kind, 0));
        Assert.True((await clusters.Of("demo").ListPodsAsync(web, default)).Succeeded(out var pods, out _));

        var selected = (await own.SelectPodsAsync(web, pods[0].Name)).Result(EffectJson.Default.PodsSelected).Pods;
        Assert.Equal([$"Deleted: {pods[0].Name}.", $"Gone already: {pods[0].Name}."], [await DeletedAsync(), await DeletedAsync()]);

        Assert.IsType<EffectOutcome.Done>(await own.AwaitDeletionAsync(web, DateTimeOffset.MaxValue, selected));
        Assert.Equal((12, 0), await PodsAsync(clusters));
        Assert.True((await clusters.Of("demo").ListPodsAsync(web, default)).Succeeded(out var after, out _));
        Assert.DoesNotContain(after, pod => pod.Uid == pods[0].Uid);
        Assert.Equal(kind == "StatefulSet", after.Any(pod => pod.Name == pods[0].Name));
        async Task<string?> DeletedAsync() => (await own.DeletePodsAsync(web, selected)).Result(EffectJson.Default.PodsDeleted).Note;
    }

    [Fact]
    public async Task An_undo_that_keeps_what_somebody_else_set_waits_for_no_more_pods_than_that()
    {
        await using var own = new TestHost([new ClusterConnection { Cluster = "demo", Adapter = ClusterAdapters.Recording }]);
        var clusters = own.Services.GetRequiredService<RecordingClusters>();
        clusters.TryAdd(Scenario("demo", "Deployment", 0));
        var snapshot = await own.SnapshotTakenAsync(Web);
        await own.ToZeroAsync(Web, snapshot);
        var cluster = clusters.Of("demo");
        Assert.True((await cluster.ReadScaleAsync(Web, default)).Succeeded(out var zero, out _));
        await cluster.WriteScaleAsync(Web, new ScaleWrite(zero.ResourceVersion, 5, zero.Mark), default);

        Assert.Contains("5 replicas", (await own.RestoreAsync(Web, snapshot)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);

        Assert.Equal(5, (await own.AwaitAsync(Web, null)).Result(EffectJson.Default.PodsObserved).Pods);
    }

    [Fact]
    public async Task Its_pods_go_and_others_come_in_the_inventory_too()
    {
        var sink = new FakeInventorySink();
        var time = TimeProvider.System;
        var clusters = new RecordingClusters(time);
        clusters.TryAdd(Scenario("demo", "Deployment", 10));
        var cluster = clusters.Of("demo");
        using var stopping = new CancellationTokenSource();
        var watch = cluster.WatchAsync((change, token) => sink.ApplyAsync("demo", change, token), stopping.Token);
        await sink.UntilAsync("demo", all => all.Lists == 1 && all.Pods.Count == 12);
        var before = sink.See("demo", all => all.Pods.Keys.ToHashSet());

        Assert.True((await cluster.ReadScaleAsync(Web, default)).Succeeded(out var state, out _));
        Assert.True((await cluster.WriteScaleAsync(Web, new ScaleWrite(state.ResourceVersion, 0, "mark"), default)).Succeeded(out var zero, out _));
        await sink.UntilAsync("demo", all => all.Pods.Count == 0 && all.Workloads["shop/Deployment/web"].Replicas == 0);
        Assert.True((await cluster.ReadScaleAsync(Web, default)).Succeeded(out zero, out _));
        Assert.True((await cluster.WriteScaleAsync(Web, new ScaleWrite(zero.ResourceVersion, 12, null), default)).Succeeded(out _, out _));
        await sink.UntilAsync("demo", all => all.Pods.Count == 12);

        Assert.DoesNotContain(sink.See("demo", all => all.Pods.Keys.ToList()), before.Contains);
        Assert.All(sink.See("demo", all => all.Pods.Values.ToList()), pod => Assert.Equal(("5d4f", 64), (pod.Revision, pod.ContainerIds.Single().Length)));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task A_write_to_a_version_that_has_passed_is_refused()
    {
        var clusters = new RecordingClusters(TimeProvider.System);
        clusters.TryAdd(Scenario("demo", "Deployment", 0));
        var cluster = clusters.Of("demo");
        Assert.True((await cluster.ReadScaleAsync(Web, default)).Succeeded(out var state, out _));
        await cluster.WriteScaleAsync(Web, new ScaleWrite(state.ResourceVersion, 0, "first"), default);

        Assert.False((await cluster.WriteScaleAsync(Web, new ScaleWrite(state.ResourceVersion, 0, "second"), default)).Succeeded(out _, out var fault));

        Assert.Equal(FaultKind.Conflict, fault.Kind);
        Assert.Single(clusters.Writes("demo"));
    }

    private static async Task<(int All, int Quarantined)> PodsAsync(RecordingClusters clusters)
    {
        var sink = new FakeInventorySink();
        using var stopping = new CancellationTokenSource();
        var watch = clusters.Of("demo").WatchAsync((change, token) => sink.ApplyAsync("demo", change, token), stopping.Token);
        await sink.UntilAsync("demo", static all => all.Lists == 1);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        return sink.See("demo", static all => (all.Pods.Count, all.Pods.Values.Count(static pod => pod.IsQuarantined)));
    }

    private static RecordingScenario Scenario(string cluster, string kind, int milliseconds) => new()
    {
        Cluster = cluster,
        PodDelay = TimeSpan.FromMilliseconds(milliseconds),
        Workloads =
        [
            new WorkloadRecord { Namespace = "shop", Kind = kind, Name = "web", Uid = "uid-web", Replicas = kind == "DaemonSet" ? null : 12, Controllers = ["HorizontalPodAutoscaler/web"] },
        ],
        Pods =
        [
            .. Enumerable.Range(0, 12).Select(i => new PodRecord
            {
                Namespace = "shop",
                Name = kind == "StatefulSet" ? $"web-{i}" : $"web-5d4f-{i}",
                Uid = $"uid-{i}",
                WorkloadKind = kind,
                WorkloadName = "web",
                Revision = "5d4f",
            }),
        ],
    };
}
