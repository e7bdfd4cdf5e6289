using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

/// <summary>An undo of a scale to zero whose outcome is not known, and which may still be on its way.</summary>
public sealed class CallBackTests
{
    private const string Deployment =
        """
        {"metadata":{"name":"web","uid":"uid-1"},
         "spec":{"replicas":12,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[]}}}}
        """;
    private const string Path = "apis/apps/v1/namespaces/shop/deployments/web";
    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    private static readonly ScaleSnapshot Before = new("uid-1", 12, [], "1");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_arrives_after_the_undo_changes_nothing(bool answerIsLost)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        Task<EffectOutcome>? undo = null;
        api.Inject(request => request.Method == "PATCH", async (context, proceed) =>
        {
            // The write is on its way; the undo overtakes it.
            host.Fence.CallBack(EffectKinds.ScaleToZero);
            undo = host.CallBackAsync(Web, Before);
            await undo;
            await (answerIsLost ? FakeFaults.LoseAnswer()(context, proceed) : proceed());
        });

        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));

        Assert.IsType<EffectOutcome.Done>(await undo!);
        AssertUntouched(api);
    }

    [Fact]
    public async Task A_write_that_happened_without_an_answer_is_undone_to_what_it_found()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "PATCH", FakeFaults.LoseAnswer());
        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before with { Replicas = 9 }));

        Assert.Null((await host.CallBackAsync(Web, Before with { Replicas = 9 })).Result(EffectJson.Default.PodsObserved).Note);

        AssertUntouched(api);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_undo_whose_own_answer_is_lost_is_finished_by_the_next_try(int write)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        var writes = 0;
        api.Inject(request => request.Method == "PATCH" && ++writes == write, FakeFaults.LoseAnswer());

        Assert.IsType<EffectOutcome.Again>(await host.CallBackAsync(Web, Before));
        Assert.IsType<EffectOutcome.Done>(await host.CallBackAsync(Web, Before));

        AssertUntouched(api);
    }

    [Fact]
    public async Task What_another_containment_holds_is_left_to_it()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        await host.ToZeroAsync(Web, Before, "plan-2");

        Assert.Contains("another containment", (await host.CallBackAsync(Web, Before)).Result(EffectJson.Default.PodsObserved).Note, StringComparison.Ordinal);

        Assert.Equal(0, (int)api.Find(Path)!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task An_effect_that_was_called_back_writes_nothing()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        host.Fence.CallBack(EffectKinds.ScaleToZero);

        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));

        Assert.DoesNotContain(api.Requests, request => request.Method == "PATCH");
    }

    private static void AssertUntouched(FakeApiServer api)
    {
        var after = api.Find(Path)!;
        Assert.Equal(12, (int)after["spec"]!["replicas"]!);
        Assert.Empty(after["metadata"]!["annotations"] as JsonObject ?? []);
    }
}
