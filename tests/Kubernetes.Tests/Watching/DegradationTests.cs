using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

public sealed class DegradationTests
{
    [Fact]
    public async Task Where_services_may_not_be_read_exposure_is_not_known_and_all_else_is()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutWorkload("Deployment", "web", 3);
        api.Inject(request => request.IsList("api/v1/services"), FakeFaults.Status(403), times: int.MaxValue);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);
        var web = host.Sink.See("prod", all => (all.Unreachable, all.Workloads["shop/Deployment/web"].Exposed, all.Workloads["shop/Deployment/web"].Replicas));
        Assert.Equal((null, null, 3), web);

        api.Heal();
        await host.UntilAsync(all => all.Workloads["shop/Deployment/web"].Exposed == false);
    }

    [Fact]
    public async Task Where_ReplicaSets_may_not_be_read_pods_are_told_with_theirs_until_they_may()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutWorkload("Deployment", "web");
        api.PutWorkload("ReplicaSet", "web-1", ownerKind: "Deployment", owner: "web");
        api.PutPod("web-1-a", "ReplicaSet", "web-1");
        api.Inject(request => request.IsList("apis/apps/v1/replicasets"), FakeFaults.Status(403), times: int.MaxValue);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1 && all.Pods["shop/web-1-a"].WorkloadKind == "ReplicaSet");
        Assert.True(host.Sink.See("prod", all => all.Workloads["shop/ReplicaSet/web-1"].OwnerUnknown));
        api.Heal();
        await host.UntilAsync(all => all.Pods["shop/web-1-a"].WorkloadKind == "Deployment" && !all.Workloads.ContainsKey("shop/ReplicaSet/web-1"));
    }

    [Theory]
    [InlineData(401, "does not accept our credentials")]
    [InlineData(403, "does not let us 'list pods'")]
    [InlineData(503, "cannot 'list pods' now")]
    public async Task Where_pods_may_not_be_read_the_cluster_is_unreachable_and_comes_back(int status, string reason)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        api.Inject(request => request.Path == "api/v1/pods", FakeFaults.Status(status), times: int.MaxValue);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Unreachable?.Contains(reason, StringComparison.Ordinal) == true);
        Assert.Equal(0, host.Sink.See("prod", all => all.Lists));

        api.Heal();
        await host.UntilAsync(all => all.Unreachable is null && all.Pods.Count == 1);
    }

    [Fact]
    public async Task A_cluster_that_falls_ill_keeps_what_is_known_and_says_so()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        var watch = await api.WatchedAsync("api/v1/pods");
        await host.UntilAsync(all => all.Lists == 1);
        api.Inject(request => request.Path == "api/v1/pods", FakeFaults.Break(), times: int.MaxValue);

        watch.End();
        await host.UntilAsync(all => all.Unreachable is not null);
        Assert.Equal(1, host.Sink.See("prod", all => all.Pods.Count));

        api.PutPod("b");
        api.Heal();
        await host.UntilAsync(all => all.Unreachable is null && all.Pods.Count == 2);
        Assert.Equal(1, host.Sink.See("prod", all => all.Lists));
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_yet_is_found_when_it_comes()
    {
        await using var api = await FakeApiServer.StartAsync();
        var path = api.WriteKubeconfig();
        var whole = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, "not: [a kubeconfig");
        await using var host = await WatchingHost.StartAsync(path);

        await host.UntilAsync(all => all.Unreachable?.Contains("cannot be reached by", StringComparison.Ordinal) == true);
        await File.WriteAllTextAsync(path, whole);
        await host.UntilAsync(all => all.Unreachable is null && all.Lists == 1);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_told_as_such()
    {
        var gone = await FakeApiServer.StartAsync();
        var kubeconfig = await File.ReadAllTextAsync(gone.WriteKubeconfig());
        await gone.DisposeAsync();
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, kubeconfig);
        await using var host = await WatchingHost.StartAsync(path);

        await host.UntilAsync(all => all.Unreachable?.Contains("refused", StringComparison.Ordinal) == true);
        File.Delete(path);
    }

    [Fact]
    public async Task An_unknown_adapter_is_told_with_the_names_that_exist()
    {
        await using var host = await WatchingHost.StartAsync([new ClusterConnection { Cluster = "prod", Adapter = "nomad" }]);

        await host.UntilAsync(all => all.Unreachable?.Contains("kubernetes, none, recording", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Old_and_new_servers_are_read_by_what_they_serve()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.DoNotServe("apis/batch/v1/cronjobs");
        api.DoNotServe("apis/autoscaling/v2/horizontalpodautoscalers");
        api.DoNotServe("apis/networking.k8s.io/v1/ingresses");
        api.DoNotServe("apis/networking.k8s.io/v1beta1/ingresses");
        api.PutWorkload("Deployment", "web");
        api.Put("apis/batch/v1beta1/namespaces/shop/cronjobs", """{"metadata":{"name":"nightly"}}""");
        api.Put("apis/autoscaling/v1/namespaces/shop/horizontalpodautoscalers", """{"metadata":{"name":"hpa"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"}}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        var web = host.Sink.See("prod", all => all.Workloads["shop/Deployment/web"]);
        Assert.Equal(["HorizontalPodAutoscaler/hpa"], web.Controllers);
        // Nobody serves ingresses, so nothing is exposed by one.
        Assert.False(web.Exposed);
        Assert.True(host.Sink.See("prod", all => all.Workloads.ContainsKey("shop/CronJob/nightly")));
        Assert.Null(host.Sink.See("prod", all => all.Unreachable));
    }
}
