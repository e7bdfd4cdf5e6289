using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

/// <summary>What an undo makes of a workload that is not as the containment left it.</summary>
public sealed class UndoTests
{
    private const string Path = "apis/apps/v1/namespaces/shop/deployments/web";
    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    private static readonly ScaleSnapshot Before = new("uid-1", 12, [], "1");

    [Theory]
    [InlineData("garbage", 12)]
    [InlineData("""{"id":"plan-0","replicas":4,"at":"2026-02-01T00:00:00Z"}""", 12)]
    public async Task An_undo_at_zero_restores_whatever_became_of_the_mark(string mark, int before)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(0, mark));

        await host.RestoreAsync(Web, Before with { Replicas = before });

        var after = api.Find(Path)!;
        Assert.Equal(before, (int)after["spec"]!["replicas"]!);
        Assert.Null(after["metadata"]!["annotations"]?["incidentmesh.io/containment"]);
    }

    [Fact]
    public async Task A_hold_on_its_way_to_what_had_no_replicas_is_shut_out_by_a_change()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(0, null));

        await host.RestoreAsync(Web, Before with { Replicas = 0 });

        // A write that changes nothing would leave the object's version as it is.
        Assert.Equal(2, api.Requests.Count(static request => request.Method == "PATCH"));
        Assert.Null(api.Find(Path)!["metadata"]!["annotations"]?["incidentmesh.io/containment"]);
    }

    [Fact]
    public async Task An_answer_404_of_something_before_the_server_ends_no_undo()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Inject(static request => request.Path == Path, FakeFaults.Raw(404, "default backend - 404"));

        Assert.IsType<EffectOutcome.Refused>(await host.RestoreAsync(Web, Before));
    }

    [Fact]
    public async Task What_somebody_took_back_and_scaled_to_zero_stays_at_zero()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(0, null));

        await host.TryAsync(EffectKinds.RestoreScale, new RestoreScale(Web, "plan-1", Before, TakenBack: true), EffectJson.Default.RestoreScale);

        Assert.DoesNotContain(api.Requests, static request => request.Method == "PATCH");
    }

    [Fact]
    public async Task An_undo_of_what_was_deleted_meanwhile_is_done_and_says_so()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());

        Assert.Contains("nothing is left to undo", (await host.RestoreAsync(Web, Before)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);
        Assert.Contains("was deleted meanwhile", (await host.AwaitAsync(Web, null)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_others_wrote_into_the_mark_is_not_restored()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(0, """{"id":"plan-1","replicas":10000}"""));

        await host.RestoreAsync(Web, Before);

        Assert.Equal(12, (int)api.Find(Path)!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Pods_that_take_too_long_are_told_and_those_that_do_not_come_are_not_waited_for()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment(3, null));
        api.PutPod("web-1", "ReplicaSet", "web-7d9f", labels: """{"app":"web"}""");
        var late = DateTimeOffset.UnixEpoch;

        Assert.Contains("are still there", Assert.IsType<EffectOutcome.Overdue>(await host.AwaitAsync(Web, 0, late)).Reason, StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Again>(await host.AwaitAsync(Web, 0, DateTimeOffset.MaxValue));
        Assert.Contains("0 of 3 pods", (await host.AwaitAsync(Web, null, late)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Again>(await host.AwaitAsync(Web, null, DateTimeOffset.MaxValue));
    }

    private static string Deployment(int replicas, string? mark) => MarkedDeployment.Json(replicas, mark);
}
