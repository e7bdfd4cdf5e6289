using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

public sealed class RealServerTests(KubernetesTestServer fixture)
{
    [Fact]
    public async Task What_is_followed_through_a_storm_of_changes_equals_a_fresh_list_of_the_end()
    {
        var server = await fixture.RequireAsync();
        // A watch of a few seconds is begun anew several times on the way.
        await using var follower = await WatchingHost.StartAsync(server.Kubeconfig, options =>
        {
            options.WatchTimeout = TimeSpan.FromSeconds(5);
            options.ListPage = 10;
        });
        await follower.UntilAsync(all => all.Lists == 1);
        var space = await TestNamespace.CreateAsync(server.Admin, """{"labels":{"env":"test"}}""");
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);

        var web = await space.CreateWorkloadAsync("Deployment", 12);
        var db = await space.CreateWorkloadAsync("StatefulSet", 3, "db");
        await space.CreateWorkloadAsync("DaemonSet", 1, "agent", podSpec: """{"hostNetwork":true}""");
        await server.Admin.CreateAsync(space.Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bare","labels":{"app":"bare"}},"spec":{"containers":[{"name":"a","image":"a"}]}}""");
        await server.Admin.CreateAsync($"apis/batch/v1beta1/namespaces/{space.Name}/cronjobs",
            """{"apiVersion":"batch/v1beta1","kind":"CronJob","metadata":{"name":"nightly"},"spec":{"schedule":"0 3 * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"a"}]}}}}}}""");
        await server.Admin.CreateAsync($"api/v1/namespaces/{space.Name}/services",
            """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"type":"NodePort","selector":{"app":"web"},"ports":[{"port":80}]}}""");
        for (var round = 1; round <= 5; round++)
        {
            // A new template, hence a new ReplicaSet and new pods; scaled up and down meanwhile.
            await server.Admin.MergeAsync(space.PathOf(web), $$$"""{"spec":{"replicas":{{{12 - round}}},"template":{"metadata":{"annotations":{"round":"{{{round}}}"} } } } }""");
            await server.Admin.MergeAsync(space.PathOf(db), $$$"""{"spec":{"replicas":{{{round % 3}}} } }""");
            await server.Admin.DeleteAsync($"{space.Pods}/bare", graceSeconds: 0);
            await server.Admin.UntilAsync($"{space.Pods}?labelSelector=app%3Dbare", pods => pods.Count == 0);
            Assert.NotNull(await server.Admin.CreateAsync(space.Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bare","labels":{"app":"bare"}},"spec":{"containers":[{"name":"a","image":"a"}]}}"""));
        }

        await server.Admin.DeleteAsync($"apis/apps/v1/namespaces/{space.Name}/daemonsets/agent");
        await server.Admin.UntilAsync(space.Pods, pods =>
            pods.Count == 7 + 2 + 1
            && pods.Count(pod => (string?)pod["metadata"]!["annotations"]?["round"] == "5") == 7
            && pods.All(pod => (string?)pod["status"]!["phase"] == "Running" && pod["metadata"]!["deletionTimestamp"] is null));
        await using var fresh = await WatchingHost.StartAsync(server.Kubeconfig);
        await fresh.UntilAsync(all => all.Lists == 1);
        string Of(FakeInventory all) => string.Join('\n', all.ToString().Split('\n').Where(line => line.Contains(space.Name, StringComparison.Ordinal)));
        var expected = fresh.Sink.See("prod", Of);
        await follower.UntilAsync(all => Of(all) == expected);

        Assert.Equal(7, fresh.Sink.See("prod", all => all.Pods.Values.Count(pod => pod.Namespace == space.Name && pod is { WorkloadKind: "Deployment", WorkloadName: "web" })));
        Assert.Equal(1, follower.Sink.See("prod", all => all.Lists));
        Assert.True(fresh.Sink.See("prod", all => all.Workloads[$"{space.Name}/Deployment/web"].Exposed));
        Assert.Equal("test", fresh.Sink.See("prod", all => all.Workloads[$"{space.Name}/CronJob/nightly"].Environment));
        Assert.All(
            fresh.Sink.See("prod", all => all.Pods.Values.Where(pod => pod.Namespace == space.Name).ToList()),
            pod => Assert.Equal(64, Assert.Single(pod.ContainerIds).Length));
    }
}
