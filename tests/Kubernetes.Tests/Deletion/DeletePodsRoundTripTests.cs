using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Kubernetes.Tests.Deployment;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Deletion;

/// <summary>On a real API server with its controllers.</summary>
public sealed class DeletePodsRoundTripTests(KubernetesTestServer fixture)
{
    [Theory]
    [InlineData("Deployment")]
    [InlineData("ReplicaSet")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task A_pod_is_killed_once_however_often_it_is_asked_for_and_another_takes_its_place(string kind)
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = TestHost.Of(server.Kubeconfig);
        var replicas = kind == "DaemonSet" ? 1 : 2;
        var workload = await space.CreateWorkloadAsync(kind, replicas, podSpec: """{"terminationGracePeriodSeconds":300}""");
        var selected = (await host.SelectPodsAsync(workload, await FirstPodAsync(server, space))).Result(EffectJson.Default.PodsSelected).Pods;
        kubelet.HoldDeletions();

        for (var i = 0; i < 3; i++)
            Assert.Equal($"Deleted: {selected[0].Name}.", (await host.DeletePodsAsync(workload, selected)).Result(EffectJson.Default.PodsDeleted).Note);
        var ending = await server.Admin.GetAsync($"{space.Pods}/{selected[0].Name}");
        Assert.Equal((selected[0].Uid, 1), ((string)ending["metadata"]!["uid"]!, (int)ending["metadata"]!["deletionGracePeriodSeconds"]!));
        Assert.IsType<EffectOutcome.Again>(await host.AwaitDeletionAsync(workload, DateTimeOffset.MaxValue, selected));
        await kubelet.ReleaseDeletionsAsync(TestContext.Current.CancellationToken);
        await server.Admin.UntilAsync(space.Pods, pods => pods.All(pod => (string)pod["metadata"]!["uid"]! != selected[0].Uid));

        Assert.IsType<EffectOutcome.Done>(await host.AwaitDeletionAsync(workload, DateTimeOffset.MaxValue, selected));
        Assert.IsType<EffectOutcome.Done>(await host.AwaitUntilDoneAsync(workload, null));
        await space.RunningAsync("web", replicas);
        Assert.Equal($"Gone already: {selected[0].Name}.", (await host.DeletePodsAsync(workload, selected)).Result(EffectJson.Default.PodsDeleted).Note);
        await space.RunningAsync("web", replicas);
    }

    [Fact]
    public async Task A_pod_that_is_ending_slowly_is_killed_at_once()
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = TestHost.Of(server.Kubeconfig);
        var workload = await space.CreateWorkloadAsync("Deployment", 1, podSpec: """{"terminationGracePeriodSeconds":3600}""");
        var name = await FirstPodAsync(server, space);
        var selected = (await host.SelectPodsAsync(workload, name)).Result(EffectJson.Default.PodsSelected).Pods;
        kubelet.HoldDeletions();
        await server.Admin.DeleteAsync($"{space.Pods}/{name}", graceSeconds: 3600, cancellationToken: TestContext.Current.CancellationToken);

        Assert.IsType<EffectOutcome.Done>(await host.DeletePodsAsync(workload, selected));

        Assert.Equal(1, (int)(await server.Admin.GetAsync($"{space.Pods}/{name}"))["metadata"]!["deletionGracePeriodSeconds"]!);
        await kubelet.ReleaseDeletionsAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_token_of_the_pod_is_worthless_once_the_pod_is_gone_and_not_while_it_is_cut_off()
    {
        var server = await fixture.RequireAsync();
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        await using var host = TestHost.Of(server.Kubeconfig);
        var workload = await space.CreateWorkloadAsync("StatefulSet", 1);
        var selected = (await host.SelectPodsAsync(workload, "web-0")).Result(EffectJson.Default.PodsSelected).Pods;
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject { ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = "web-0", ["uid"] = selected[0].Uid } },
        };
        var token = (string)(await server.Admin.CreateAsync($"api/v1/namespaces/{space.Name}/serviceaccounts/default/token", request.ToJsonString()))!["status"]!["token"]!;
        var snapshot = (await host.SnapshotPodsAsync(workload, "web-0")).Result(EffectJson.Default.PodsSnapshot);

        Assert.IsType<EffectOutcome.Done>(await host.QuarantineAsync(workload, snapshot.Pods));
        Assert.True(await IsTakenAsync());
        Assert.IsType<EffectOutcome.Done>(await host.DeletePodsAsync(workload, selected));

        // The server remembers tokens that it took for some seconds.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await IsTakenAsync())
            await timer.WaitForNextTickAsync(deadline.Token);
        async Task<bool> IsTakenAsync()
        {
            var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenReview", ["spec"] = new JsonObject { ["token"] = token } };
            return (bool?)(await server.Admin.CreateAsync("apis/authentication.k8s.io/v1/tokenreviews", review.ToJsonString()))!["status"]!["authenticated"] == true;
        }
    }

    [Fact]
    public async Task With_the_role_of_the_action_it_deletes_and_does_nothing_else()
    {
        var server = await fixture.RequireAsync();
        var kubeconfig = await ShippedManifests.InstallReaderAsync(server);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 1);
        var before = await ShippedManifests.MayAsync(server, kubeconfig);
        await using (var reading = TestHost.Of(kubeconfig))
        {
            var read = (await reading.SelectPodsAsync(workload, await FirstPodAsync(server, space))).Result(EffectJson.Default.PodsSelected);
            Assert.Contains("does not let us 'delete pod", (await reading.DeletePodsAsync(workload, read.Pods)).Reason(), StringComparison.Ordinal);
        }

        await ShippedManifests.ApplyAsync(server, (await ShippedManifests.RenderAsync(ShippedManifests.DeletePodsAction)).Replace("name: incidentmesh\n  namespace", "name: reader\n  namespace", StringComparison.Ordinal));
        await using var host = TestHost.Of(kubeconfig);
        var selected = (await host.SelectPodsAsync(workload, await FirstPodAsync(server, space))).Result(EffectJson.Default.PodsSelected);
        Assert.IsType<EffectOutcome.Done>(await host.DeletePodsAsync(workload, selected.Pods));

        Assert.Equal(["delete /pods"], (await ShippedManifests.MayAsync(server, kubeconfig)).Except(before).Where(static right => !right.StartsWith("get ", StringComparison.Ordinal)));
    }

    private static async Task<string> FirstPodAsync(KubernetesTestServer server, TestNamespace space) =>
        (string)(await server.Admin.GetAsync(space.Pods))["items"]![0]!["metadata"]!["name"]!;
}
