using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

public sealed class RoundTripTests(KubernetesTestServer fixture)
{
    [Theory]
    [InlineData("Deployment", "{}")]
    [InlineData("Deployment", """{"annotations":{"team":"shop","incidentmesh.io/note":"ours, but not the mark"}}""")]
    [InlineData("StatefulSet", "{}")]
    [InlineData("StatefulSet", """{"annotations":{"team":"shop"}}""")]
    [InlineData("ReplicaSet", "{}")]
    public async Task Twelve_replicas_go_to_zero_and_come_back_with_nothing_left_behind(string kind, string metadata)
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync(kind, 12, metadata: metadata);
        var before = await server.Admin.GetAsync(space.PathOf(workload));

        var snapshot = await host.SnapshotTakenAsync(workload);
        Assert.Equal(12, snapshot.Replicas);
        var zeroed = (await host.ToZeroAsync(workload, snapshot)).Result(EffectJson.Default.ScaleSnapshot);
        Assert.Equal((snapshot.Uid, 12), (zeroed.Uid, zeroed.Replicas));
        Assert.Equal(0, (await host.AwaitUntilDoneAsync(workload, 0)).Result(EffectJson.Default.PodsObserved).Pods);
        Assert.Empty((await server.Admin.GetAsync(space.Pods))["items"]!.AsArray());
        var held = await server.Admin.GetAsync(space.PathOf(workload));
        Assert.Equal(0, (int)held["spec"]!["replicas"]!);
        var mark = JsonNode.Parse((string)held["metadata"]!["annotations"]!["incidentmesh.io/containment"]!)!;
        Assert.Equal(("plan-1", 12), ((string)mark["id"]!, (int)mark["replicas"]!));

        Assert.IsType<EffectOutcome.Done>(await host.RestoreAsync(workload, snapshot));
        Assert.Equal(12, (await host.AwaitUntilDoneAsync(workload, 12)).Result(EffectJson.Default.PodsObserved).Pods);

        var after = await server.Admin.GetAsync(space.PathOf(workload));
        Assert.Equal(Wanted(before), Wanted(after));
        Assert.Equal(2, Writes(server, space).Count);
    }

    [Fact]
    public async Task Each_effect_run_three_times_writes_once()
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 3);
        var snapshot = await host.SnapshotTakenAsync(workload);

        var zeroed = new List<ScaleSnapshot>();
        for (var i = 0; i < 3; i++)
            zeroed.Add((await host.ToZeroAsync(workload, snapshot)).Result(EffectJson.Default.ScaleSnapshot));
        Assert.All(zeroed, result => Assert.Equal(3, result.Replicas));
        Assert.Single(Writes(server, space));

        for (var i = 0; i < 3; i++)
            Assert.IsType<EffectOutcome.Done>(await host.RestoreAsync(workload, snapshot));
        Assert.Equal(2, Writes(server, space).Count);
        Assert.All(Writes(server, space), request => Assert.StartsWith("incidentmesh/", request.UserAgent));
    }

    [Fact]
    public async Task An_autoscaler_is_named_and_leaves_the_zero_alone()
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 4);
        await server.Admin.CreateAsync($"apis/autoscaling/v1/namespaces/{space.Name}/horizontalpodautoscalers",
            """
            {"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},
             "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"minReplicas":2,"maxReplicas":20}}
            """);

        var snapshot = await host.SnapshotTakenAsync(workload);
        Assert.Equal(["HorizontalPodAutoscaler/web"], snapshot.Controllers);
        Assert.IsType<EffectOutcome.Done>(await host.ToZeroAsync(workload, snapshot));
        // The autoscaler's own word that it has seen the zero and stands back.
        await server.Admin.UntilAsync($"apis/autoscaling/v1/namespaces/{space.Name}/horizontalpodautoscalers", all =>
            all.Any(one => one["metadata"]!["annotations"]?.ToJsonString().Contains("ScalingDisabled", StringComparison.Ordinal) == true));
        Assert.IsType<EffectOutcome.Done>(await host.AwaitUntilDoneAsync(workload, 0));
        Assert.IsType<EffectOutcome.Done>(await host.RestoreAsync(workload, snapshot));
        Assert.Equal(4, (await host.AwaitUntilDoneAsync(workload, 4)).Result(EffectJson.Default.PodsObserved).Pods);
    }

    [Fact]
    public async Task Terminating_pods_are_waited_for()
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 2);
        var snapshot = await host.SnapshotTakenAsync(workload);

        kubelet.HoldDeletions();
        await host.ToZeroAsync(workload, snapshot);
        await server.Admin.UntilAsync(space.Pods, pods => pods.All(pod => pod["metadata"]!["deletionTimestamp"] is not null));
        Assert.StartsWith("2 pods", Assert.IsType<EffectOutcome.Again>(await host.AwaitAsync(workload, 0)).Reason);

        await kubelet.ReleaseDeletionsAsync();
        Assert.IsType<EffectOutcome.Done>(await host.AwaitUntilDoneAsync(workload, 0));
    }

    /// <summary>Writes that were taken: one that comes too late (409) changes nothing.</summary>
    private static IReadOnlyList<AuditedRequest> Writes(KubernetesTestServer server, TestNamespace space) =>
        [.. server.Audit.Requests("patch", name: "web").Where(request => request.Namespace == space.Name && request.Status == 200)];

    /// <summary>Everything that people and controllers wrote: the object without what the server keeps of its history.</summary>
    private static string Wanted(JsonNode workload)
    {
        var copy = workload.DeepClone().AsObject();
        copy.Remove("status");
        foreach (var history in new[] { "managedFields", "resourceVersion", "generation" })
            copy["metadata"]!.AsObject().Remove(history);
        return copy.ToJsonString();
    }
}
