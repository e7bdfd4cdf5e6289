using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Scaling;

/// <summary>What a healthy server of an old version cannot show.</summary>
public sealed class FaultTests
{
    private const string Deployment =
        """
        {"metadata":{"name":"web","uid":"uid-1"},
         "spec":{"replicas":12,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[]}}},
         "status":{"replicas":12}}
        """;
    private const string Path = "apis/apps/v1/namespaces/shop/deployments/web";
    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    private static readonly ScaleSnapshot Before = new("uid-1", 12, [], "1");

    [Fact]
    public async Task An_answer_that_is_lost_after_the_write_leads_to_one_write()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);

        api.Inject(request => request.Method == "PATCH", FakeFaults.LoseAnswer());
        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));
        Assert.Equal(12, (await host.ToZeroAsync(Web, Before)).Result(EffectJson.Default.ScaleSnapshot).Replicas);
        Assert.Single(api.Requests, request => request.Method == "PATCH");

        api.Inject(request => request.Method == "PATCH", FakeFaults.LoseAnswer());
        Assert.IsType<EffectOutcome.Again>(await host.RestoreAsync(Web, Before));
        Assert.IsType<EffectOutcome.Done>(await host.RestoreAsync(Web, Before));
        Assert.Equal(2, api.Requests.Count(request => request.Method == "PATCH"));
        Assert.Equal(12, (int)api.Find(Path)!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task What_was_raised_again_while_an_answer_was_lost_is_scaled_down_again_and_goes_back_to_what_it_was()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "PATCH", FakeFaults.LoseAnswer());
        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));
        var raised = api.Find(Path)!;
        raised["spec"]!["replicas"] = 5;
        api.Put(Path, raised.ToJsonString());

        Assert.Equal(12, (await host.ToZeroAsync(Web, Before)).Result(EffectJson.Default.ScaleSnapshot).Replicas);
        Assert.Equal(0, (int)api.Find(Path)!["spec"]!["replicas"]!);
        await host.RestoreAsync(Web, Before);
        Assert.Equal(12, (int)api.Find(Path)!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task A_StatefulSet_whose_volumes_would_go_with_its_pods_is_not_scaled_down()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        var database = Web with { Kind = "StatefulSet" };
        const string At = "apis/apps/v1/namespaces/shop/statefulsets/web";
        var retaining = Deployment.Replace("\"replicas\":12,\"selector\"", "\"replicas\":12,\"persistentVolumeClaimRetentionPolicy\":{\"whenScaled\":\"Retain\"},\"selector\"", StringComparison.Ordinal);
        api.Put(At, retaining.Replace("Retain", "Delete", StringComparison.Ordinal));

        Assert.Contains("whenScaled", Assert.IsType<EffectOutcome.Refused>(await host.SnapshotAsync(database)).Reason, StringComparison.Ordinal);
        Assert.Contains("whenScaled", Assert.IsType<EffectOutcome.Refused>(await host.ToZeroAsync(database, Before)).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, request => request.Method == "PATCH");

        api.Put(At, retaining);
        Assert.IsType<EffectOutcome.Done>(await host.ToZeroAsync(database, Before));
    }

    [Fact]
    public async Task To_look_for_pods_in_vain_is_looked_again_as_soon_as_where_they_are_still_there()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "GET", FakeFaults.Break());

        Assert.NotNull(Assert.IsType<EffectOutcome.Again>(await host.AwaitAsync(Web, 0)).After);
    }

    [Theory]
    [InlineData("stall")]
    [InlineData("break")]
    [InlineData("cut")]
    public async Task A_read_without_a_usable_answer_is_tried_again(string how)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig(), options => options.RequestTimeout = TimeSpan.FromSeconds(1));
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "GET", how switch
        {
            "stall" => FakeFaults.Stall(),
            "break" => FakeFaults.Break(),
            _ => FakeFaults.CutAnswer(),
        });

        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));
        Assert.Single(api.Requests);
        Assert.IsType<EffectOutcome.Done>(await host.ToZeroAsync(Web, Before));
    }

    [Theory]
    [InlineData(403, "GET", "get deployments.apps web in shop")]
    [InlineData(403, "PATCH", "patch deployments.apps web in shop")]
    [InlineData(404, "PATCH", "patch deployments.apps web in shop")]
    [InlineData(422, "PATCH", "patch deployments.apps web in shop")]
    [InlineData(400, "PATCH", "patch deployments.apps web in shop")]
    public async Task What_the_server_will_never_do_is_refused_with_what_was_asked(int status, string method, string asked)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == method, FakeFaults.Status(status, "the server's own words"));

        var reason = Assert.IsType<EffectOutcome.Refused>(await host.ToZeroAsync(Web, Before)).Reason;

        Assert.Contains(asked, reason, StringComparison.Ordinal);
        Assert.Contains("the server's own words", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_not_accepted_are_tried_again_for_they_are_rotated()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "GET", FakeFaults.Status(401));
        api.Inject(request => request.Method == "PATCH", FakeFaults.Status(401));

        Assert.Contains("does not accept our credentials", Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before)).Reason, StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));
        Assert.IsType<EffectOutcome.Done>(await host.ToZeroAsync(Web, Before));
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(429, null, null)]
    [InlineData(503, "3", 3)]
    [InlineData(503, "86400", 300)]
    [InlineData(500, null, null)]
    [InlineData(504, "nonsense", null)]
    [InlineData(429, "-5", null)]
    public async Task What_the_server_cannot_do_now_is_tried_again_when_it_says(int status, string? retryAfter, int? seconds)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "PATCH", FakeFaults.Status(status, retryAfter: retryAfter));

        var again = Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));

        Assert.Equal(seconds is { } wanted ? TimeSpan.FromSeconds(wanted) : null, again.After);
        // One layer retries, and it is not this one.
        Assert.Single(api.Requests, request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_writer_in_between_is_noticed_and_what_it_wrote_stays()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "PATCH", FakeFaults.After(() =>
        {
            var theirs = api.Find(Path)!;
            theirs["spec"]!["replicas"] = 13;
            theirs["metadata"]!["annotations"] = new JsonObject { ["theirs"] = "yes" };
            api.Put(Path, theirs.ToJsonString());
        }));

        Assert.Equal(13, (await host.ToZeroAsync(Web, Before)).Result(EffectJson.Default.ScaleSnapshot).Replicas);

        var after = api.Find(Path)!;
        Assert.Equal(0, (int)after["spec"]!["replicas"]!);
        Assert.Equal("yes", (string)after["metadata"]!["annotations"]!["theirs"]!);
    }

    [Fact]
    public async Task A_writer_that_never_rests_makes_us_come_back_later()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment);
        api.Inject(request => request.Method == "PATCH", FakeFaults.Status(409), times: int.MaxValue);

        Assert.IsType<EffectOutcome.Again>(await host.ToZeroAsync(Web, Before));
        Assert.Equal(5, api.Requests.Count(request => request.Method == "PATCH"));
    }

    [Fact]
    public async Task Absent_replicas_are_the_one_that_the_API_says_they_are()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        api.Put(Path, Deployment.Replace("\"replicas\":12,", "", StringComparison.Ordinal));

        Assert.Equal(1, (await host.SnapshotTakenAsync(Web)).Replicas);
    }

    [Fact]
    public async Task A_snapshot_does_without_autoscalers_that_may_not_be_read()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        var workload = JsonNode.Parse(Deployment)!;
        workload["metadata"]!["annotations"] = new JsonObject { ["argocd.argoproj.io/tracking-id"] = "shop-web:apps/Deployment:shop/web" };
        api.Put(Path, workload.ToJsonString());
        api.Inject(request => request.Path.EndsWith("horizontalpodautoscalers", StringComparison.Ordinal), FakeFaults.Status(403));

        Assert.Equal(["Application/shop-web"], (await host.SnapshotTakenAsync(Web)).Controllers);
    }

    [Fact]
    public async Task Pods_are_counted_through_the_chain_of_owners_over_all_pages()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig(), options => options.ListPage = 10);
        api.Put(Path, Deployment);
        PutSet(api, "web-1", "Deployment", "uid-1");
        PutSet(api, "other-1", "Deployment", "uid-other");
        for (var i = 0; i < 23; i++)
            PutPod(api, $"web-1-{i}", "ReplicaSet", "web-1");
        PutPod(api, "evicted", "ReplicaSet", "web-1", phase: "Failed");
        PutPod(api, "theirs", "ReplicaSet", "other-1");
        PutPod(api, "set", "StatefulSet", "web");
        PutPod(api, "orphan-of-a-gone-set", "ReplicaSet", "gone");
        // The rest of the first list has expired when it is asked for.
        api.Inject(request => request.Query.Contains("continue=", StringComparison.Ordinal), FakeFaults.Status(410));

        Assert.Equal(24, (await host.AwaitAsync(Web, 24)).Result(EffectJson.Default.PodsObserved).Pods);
        Assert.StartsWith("24 pods", (await host.AwaitAsync(Web, 0)).Reason(), StringComparison.Ordinal);
        Assert.StartsWith("24 of 25", (await host.AwaitAsync(Web, 25)).Reason(), StringComparison.Ordinal);
    }

    private static void PutSet(FakeApiServer api, string name, string ownerKind, string ownerUid) =>
        api.Put("apis/apps/v1/namespaces/shop/replicasets",
            $$$"""{"metadata":{"name":"{{{name}}}","uid":"{{{name}}}","labels":{"app":"web"},"ownerReferences":[{"kind":"{{{ownerKind}}}","name":"x","uid":"{{{ownerUid}}}","controller":true}]} }""");

    private static void PutPod(FakeApiServer api, string name, string ownerKind, string ownerUid, string phase = "Running") =>
        api.Put("api/v1/namespaces/shop/pods",
            $$$"""
            {"metadata":{"name":"{{{name}}}","labels":{"app":"web"},"ownerReferences":[{"kind":"{{{ownerKind}}}","name":"x","uid":"{{{ownerUid}}}","controller":true}]},
             "status":{"phase":"{{{phase}}}","conditions":[{"type":"Ready","status":"True"}]} }
            """);
}
