using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

public sealed class RefusalTests(KubernetesTestServer fixture)
{
    [Fact]
    public async Task An_object_made_anew_under_the_same_name_is_not_touched()
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 2);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await host.ToZeroAsync(workload, snapshot);

        await server.Admin.DeleteAsync(space.PathOf(workload));
        Assert.Contains("was deleted", (await host.RestoreAsync(workload, snapshot)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);
        Assert.Contains("404", Assert.IsType<EffectOutcome.Refused>(await host.AwaitAsync(workload, 0)).Reason, StringComparison.Ordinal);
        await server.Admin.UntilAsync(space.Pods, pods => pods.Count == 0);
        await space.CreateWorkloadAsync("Deployment", 2);

        Assert.Contains("made anew", Assert.IsType<EffectOutcome.Refused>(await host.ToZeroAsync(workload, snapshot)).Reason, StringComparison.Ordinal);
        Assert.Contains("recreated", (await host.RestoreAsync(workload, snapshot)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await server.Admin.GetAsync(space.PathOf(workload)))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task What_another_containment_holds_is_left_to_it()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await CreateWithoutPodsAsync(server, space);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await host.ToZeroAsync(workload, snapshot, "plan-1");

        Assert.Contains("another containment", Assert.IsType<EffectOutcome.Refused>(await host.ToZeroAsync(workload, snapshot, "plan-2")).Reason, StringComparison.Ordinal);
        var observed = (await host.RestoreAsync(workload, snapshot, "plan-2")).Result(EffectJson.Default.PodsObserved);
        Assert.Contains("another containment", observed.Note, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await server.Admin.GetAsync(space.PathOf(workload)))["spec"]!["replicas"]!);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"plan-1"}""")]
    [InlineData("""{"id":"plan-1","replicas":"many"}""")]
    public async Task A_mark_that_cannot_be_read_is_held_to_be_somebody_elses_where_nothing_runs(string mark)
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await CreateWithoutPodsAsync(server, space);
        await server.Admin.MergeAsync(space.PathOf(workload),
            $$$"""{"metadata":{"annotations":{"incidentmesh.io/containment":{{{JsonSerializer.Serialize(mark)}}} } },"spec":{"replicas":0} }""");

        Assert.IsType<EffectOutcome.Refused>(await host.ToZeroAsync(workload, await host.SnapshotTakenAsync(workload)));
        await server.Admin.MergeAsync(space.PathOf(workload), """{"spec":{"replicas":3}}""");
        Assert.Equal(3, (await host.ToZeroAsync(workload, await host.SnapshotTakenAsync(workload))).Result(EffectJson.Default.ScaleSnapshot).Replicas);
    }

    [Fact]
    public async Task Replicas_that_somebody_set_meanwhile_are_kept_and_told()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await CreateWithoutPodsAsync(server, space);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await host.ToZeroAsync(workload, snapshot);
        await server.Admin.MergeAsync(space.PathOf(workload), """{"spec":{"replicas":5}}""");

        var observed = (await host.RestoreAsync(workload, snapshot)).Result(EffectJson.Default.PodsObserved);

        Assert.Contains("5 replicas", observed.Note, StringComparison.Ordinal);
        var after = await server.Admin.GetAsync(space.PathOf(workload));
        Assert.Equal(5, (int)after["spec"]!["replicas"]!);
        Assert.Null(after["metadata"]!["annotations"]?["incidentmesh.io/containment"]);
    }

    [Fact]
    public async Task A_person_who_undid_it_by_hand_has_undone_it()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await CreateWithoutPodsAsync(server, space);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await host.ToZeroAsync(workload, snapshot);
        await server.Admin.MergeAsync(space.PathOf(workload),
            """{"metadata":{"annotations":{"incidentmesh.io/containment":null}},"spec":{"replicas":3}}""");

        Assert.Null((await host.RestoreAsync(workload, snapshot)).Result(EffectJson.Default.PodsObserved).Note);
        Assert.Equal(3, (int)(await server.Admin.GetAsync(space.PathOf(workload)))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Replicas_that_changed_between_snapshot_and_write_are_what_is_gone_back_to()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await CreateWithoutPodsAsync(server, space);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await server.Admin.MergeAsync(space.PathOf(workload), """{"spec":{"replicas":14}}""");

        var first = (await host.ToZeroAsync(workload, snapshot)).Result(EffectJson.Default.ScaleSnapshot);
        var again = (await host.ToZeroAsync(workload, snapshot)).Result(EffectJson.Default.ScaleSnapshot);

        Assert.Equal((14, 14), (first.Replicas, again.Replicas));
    }

    [Theory]
    [InlineData("kube-system")]
    [InlineData("kube-public")]
    [InlineData("kube-node-lease")]
    [InlineData("incidentmesh")]
    [InlineData("our-own")]
    [InlineData("payments")]
    public async Task Protected_namespaces_are_refused_before_anything_is_asked(string name)
    {
        await using var host = TestHost.Of("/nonexistent", options => options.OwnNamespace = "our-own");

        var outcome = await host.ToZeroAsync(new WorkloadRef("prod", name, "Deployment", "web"), new ScaleSnapshot("u", 1, [], "1"));

        Assert.Contains("protected", Assert.IsType<EffectOutcome.Refused>(outcome).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DaemonSet", "A DaemonSet cannot be scaled to zero")]
    [InlineData("Job", "Nothing can be done to a Job")]
    [InlineData("CronJob", "Nothing can be done to a CronJob")]
    [InlineData("Pod", "Nothing can be done to a Pod")]
    [InlineData("Rollout", "Nothing can be done to a Rollout")]
    public async Task Kinds_without_replicas_are_refused_by_name(string kind, string why)
    {
        await using var host = TestHost.Of("/nonexistent");

        var outcome = await host.SnapshotAsync(new WorkloadRef("prod", "shop", kind, "web"));

        Assert.StartsWith(why, Assert.IsType<EffectOutcome.Refused>(outcome).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("web/../../../../api/v1/namespaces/x/secrets/y")]
    [InlineData("web?dryRun=All")]
    [InlineData("Web")]
    [InlineData("")]
    public async Task A_name_that_no_object_can_have_gets_into_no_path(string name)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());

        Assert.IsType<EffectOutcome.Refused>(await host.SnapshotAsync(new WorkloadRef("prod", "shop", "Deployment", name)));
        Assert.IsType<EffectOutcome.Refused>(await host.SnapshotAsync(new WorkloadRef("prod", name, "Deployment", "web")));
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_refused()
    {
        await using var host = TestHost.Of("/nonexistent");

        Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(EffectKinds.ScaleToZero, new PodsObserved(3), EffectJson.Default.PodsObserved));
    }

    [Fact]
    public async Task Clusters_that_are_unknown_unconnected_or_of_an_unknown_adapter_are_refused_clearly()
    {
        await using var host = new TestHost(
        [
            new ClusterConnection { Cluster = "deaf", Adapter = ClusterAdapters.None },
            new ClusterConnection { Cluster = "odd", Adapter = "nomad" },
        ]);

        Assert.Contains("no cluster 'gone'", (await host.SnapshotAsync(new WorkloadRef("gone", "shop", "Deployment", "web"))).Reason(), StringComparison.Ordinal);
        Assert.Contains("no connection", (await host.SnapshotAsync(new WorkloadRef("deaf", "shop", "Deployment", "web"))).Reason(), StringComparison.Ordinal);
        Assert.Contains("'nomad'", (await host.SnapshotAsync(new WorkloadRef("odd", "shop", "Deployment", "web"))).Reason(), StringComparison.Ordinal);
    }

    /// <summary>A Deployment that asks for pods which nobody runs: there is no kubelet in these tests.</summary>
    private static async Task<WorkloadRef> CreateWithoutPodsAsync(KubernetesTestServer server, TestNamespace space)
    {
        var workload = space.Workload("Deployment", "idle");
        await server.Admin.CreateAsync($"apis/apps/v1/namespaces/{space.Name}/deployments",
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"idle"},
             "spec":{"replicas":3,"selector":{"matchLabels":{"app":"idle"}},
                     "template":{"metadata":{"labels":{"app":"idle"}},"spec":{"containers":[{"name":"main","image":"registry.example/idle:1"}]}}}}
            """);
        return workload;
    }
}
