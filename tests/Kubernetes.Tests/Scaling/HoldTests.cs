using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

/// <summary>A contained workload against everybody who does not know, or does not want to know, that it is contained.</summary>
public sealed class HoldTests(KubernetesTestServer fixture)
{
    private const string Path = "apis/apps/v1/namespaces/shop/deployments/web";
    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    private static readonly ScaleSnapshot Before = new("uid-1", 12, [], "1");

    [Fact]
    public async Task Whoever_raises_it_is_named_and_overruled_and_the_undo_is_exact_all_the_same()
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 3);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await host.ToZeroAsync(workload, snapshot);
        Assert.Equal("It is at 0 and marked.", (await host.HoldAsync(workload, snapshot)).Reason());

        await server.Admin.MergeAsync($"{space.PathOf(workload)}?fieldManager=keda-operator", """{"spec":{"replicas":5}}""");
        var held = (await host.HoldAsync(workload, snapshot)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal(new ContainmentDrift(DriftKind.Corrected, "keda-operator set 5 replicas: set to 0 again"), held);
        Assert.Equal(0, (int)(await server.Admin.GetAsync(space.PathOf(workload)))["spec"]!["replicas"]!);
        Assert.IsType<EffectOutcome.Done>(await host.AwaitUntilDoneAsync(workload, 0));
        Assert.Null((await host.RestoreAsync(workload, snapshot)).Result(EffectJson.Default.PodsObserved).Note);
        var after = await server.Admin.GetAsync(space.PathOf(workload));
        Assert.Equal(3, (int)after["spec"]!["replicas"]!);
        Assert.Null(after["metadata"]!["annotations"]?["incidentmesh.io/containment"]);
    }

    [Fact]
    public async Task Who_raises_it_through_the_scale_subresource_is_not_said_to_be_us()
    {
        var server = await fixture.RequireAsync();
        await using var host = TestHost.Of(server.Kubeconfig);
        var space = await TestNamespace.CreateAsync(server.Admin);
        await using var kubelet = await FakeKubelet.StartAsync(server.Admin, space.Name);
        var workload = await space.CreateWorkloadAsync("Deployment", 1);
        var snapshot = await host.SnapshotTakenAsync(workload);
        await host.ToZeroAsync(workload, snapshot);

        await server.Admin.MergeAsync($"{space.PathOf(workload)}/scale?fieldManager=horizontal-pod-autoscaler", """{"spec":{"replicas":5}}""");
        var drift = (await host.HoldAsync(workload, snapshot)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Matches("^(Somebody|horizontal-pod-autoscaler) set 5 replicas: set to 0 again$", drift.Found);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("""{"id":"plan-0","replicas":4,"at":"2026-02-01T00:00:00Z"}""")]
    [InlineData("""{"id":"plan-1","replicas":10000}""")]
    public async Task A_mark_that_is_taken_away_or_changed_is_put_right(string? mark)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(0, mark));

        Assert.Equal(DriftKind.Corrected, (await host.HoldAsync(Web, Before)).Result(EffectJson.Default.ContainmentDrift).Kind);

        var written = JsonNode.Parse((string)api.Find(Path)!["metadata"]!["annotations"]!["incidentmesh.io/containment"]!)!;
        Assert.Equal(("plan-1", 12), ((string)written["id"]!, (int)written["replicas"]!));
        await host.RestoreAsync(Web, Before);
        Assert.Equal(12, (int)api.Find(Path)!["spec"]!["replicas"]!);
    }

    [Theory]
    [InlineData(4, null, "uid-1", "Somebody set 4 replicas, and the mark is gone")]
    [InlineData(4, "garbage", "uid-1", "Somebody set 4 replicas, and the mark is gone")]
    [InlineData(4, """{"id":"plan-2","replicas":1,"at":"2099-01-01T00:00:00Z"}""", "uid-1", "Somebody set 4 replicas, and the mark is another")]
    [InlineData(4, """{"id":"plan-1","replicas":12}""", "uid-2", "recreated, with 4 replicas")]
    [InlineData(0, """{"id":"plan-2","replicas":12,"at":"2026-03-02T00:00:00Z"}""", "uid-1", "It bears the mark of another containment, plan-2")]
    public async Task What_somebody_took_back_is_left_to_them_and_told(int replicas, string? mark, string uid, string told)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(replicas, mark, uid));

        var held = (await host.HoldAsync(Web, Before)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal(DriftKind.Lost, held.Kind);
        Assert.Contains(told, held.Found, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, static request => request.Method == "PATCH");
    }

    [Fact]
    public async Task Volumes_are_not_given_away_for_holding()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        var database = new WorkloadRef("prod", "shop", "StatefulSet", "db");
        var set = JsonNode.Parse(Deployment(2, """{"id":"plan-1","replicas":12}"""))!;
        set["metadata"]!["name"] = "db";
        set["spec"]!["persistentVolumeClaimRetentionPolicy"] = JsonNode.Parse("""{"whenScaled":"Delete"}""");
        api.Put("apis/apps/v1/namespaces/shop/statefulsets/db", set.ToJsonString());

        var held = (await host.HoldAsync(database, Before)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal(DriftKind.Lost, held.Kind);
        Assert.Contains("would delete its volumes", held.Found, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, static request => request.Method == "PATCH");
    }

    [Fact]
    public async Task It_goes_on_looking_whatever_the_server_answers_and_writes_nothing_once_called_back()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        Assert.NotNull(Assert.IsType<EffectOutcome.Again>(await host.HoldAsync(Web, Before)).After);
        api.Put(Path, Deployment(4, """{"id":"plan-1","replicas":12}"""));
        api.Inject(static request => request.Method == "PATCH", FakeFaults.LoseAnswer());

        Assert.Equal("Somebody set 4 replicas: set to 0 again", (await host.HoldAsync(Web, Before)).Result(EffectJson.Default.ContainmentDrift).Found);
        Assert.Equal("It is at 0 and marked.", (await host.HoldAsync(Web, Before)).Reason());

        api.Put(Path, Deployment(4, """{"id":"plan-1","replicas":12}"""));
        host.Fence.CallBack(EffectKinds.HoldScale);
        Assert.Equal("called back", (await host.HoldAsync(Web, Before)).Reason());
        Assert.Equal(4, (int)api.Find(Path)!["spec"]!["replicas"]!);
    }

    [Theory]
    [InlineData(403, 1, false)]
    [InlineData(503, 2, true)]
    [InlineData(409, 5, true)]
    public async Task What_runs_and_cannot_be_set_back_is_told_unless_it_may_be_a_moment(int status, int writes, bool waits)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(4, """{"id":"plan-1","replicas":12}"""));
        api.Inject(static request => request.Method == "PATCH", FakeFaults.Status(status), times: int.MaxValue);

        var first = (await host.HoldAsync(Web, Before)).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal(writes, api.Requests.Count(static request => request.Method == "PATCH"));
        Assert.Equal(waits ? DriftKind.Unwritten : DriftKind.Stuck, first.Kind);
        var drift = waits ? (await host.HoldAsync(Web, Before, DriftKind.Unwritten)).Result(EffectJson.Default.ContainmentDrift) : first;

        Assert.Equal(DriftKind.Stuck, drift.Kind);
        Assert.Contains("raised to 4 replicas, and cannot be set to 0 again", drift.Found, StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Again>(await host.HoldAsync(Web, Before, DriftKind.Stuck));
        api.Put(Path, Deployment(0, null));
        Assert.Equal(DriftKind.Recovered, (await host.HoldAsync(Web, Before, DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
        api.Put(Path, Deployment(0, """{"id":"plan-1","replicas":12}"""));
        Assert.Equal(DriftKind.Recovered, (await host.HoldAsync(Web, Before, DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
    }

    [Fact]
    public async Task A_containment_of_before_is_given_time_to_set_its_workload_back_before_another_takes_it_over()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(4, """{"id":"plan-0","replicas":12,"at":"2026-02-01T00:00:00Z"}"""));

        for (var attempt = 1; attempt <= 2; attempt++)
            Assert.Equal(TimeSpan.FromSeconds(22.5), Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before, attempt: attempt)).After);
        Assert.DoesNotContain(api.Requests, static request => request.Method == "PATCH");

        Assert.Equal(4, (await host.ToZeroAsync(Web, Before, attempt: 3)).Result(EffectJson.Default.ScaleSnapshot).Replicas);
    }

    [Fact]
    public async Task What_ran_and_was_deleted_runs_no_more()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());

        Assert.Equal(DriftKind.Recovered, (await host.HoldAsync(Web, Before, DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
    }

    [Fact]
    public async Task A_namespace_that_is_protected_by_now_is_left_alone()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());

        var system = new WorkloadRef("prod", "kube-system", "Deployment", "web");
        Assert.Contains("is protected", Assert.IsType<EffectOutcome.Refused>(await host.HoldAsync(system, Before)).Reason, StringComparison.Ordinal);

        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task What_was_planned_for_another_object_of_the_name_is_refused()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(4, null, "uid-2"));

        Assert.Contains("recreated since the plan was proposed", (await host.SnapshotAsync(Web, "uid-1")).Reason(), StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Done>(await host.SnapshotAsync(Web, "uid-2"));
    }

    private static string Deployment(int replicas, string? mark, string uid = "uid-1") => MarkedDeployment.Json(replicas, mark, uid);
}
