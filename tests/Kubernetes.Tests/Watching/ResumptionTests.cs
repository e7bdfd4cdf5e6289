using System.Text.Json.Nodes;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

public sealed class ResumptionTests
{
    [Fact]
    public async Task A_watch_that_ends_in_good_order_goes_on_where_it_stood()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        var first = await api.WatchedAsync("api/v1/pods");
        api.PutPod("b");
        await host.UntilAsync(all => all.Pods.Count == 2);

        first.End();
        var second = await api.WatchedAsync("api/v1/pods", 2);
        api.PutPod("c");
        await host.UntilAsync(all => all.Pods.Count == 3);

        Assert.True(second.Version > first.Version);
        Assert.Single(api.Requests, request => request.IsList("api/v1/pods"));
    }

    [Fact]
    public async Task A_bookmark_moves_the_place_where_a_watch_goes_on()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        var first = await api.WatchedAsync("api/v1/pods");
        // Many things happen elsewhere, until the server has forgotten the version at which this watch began.
        api.Compact();
        first.EndWithBookmark();

        await api.WatchedAsync("api/v1/pods", 2);
        api.PutPod("a");
        await host.UntilAsync(all => all.Pods.Count == 1);

        Assert.Single(api.Requests, request => request.IsList("api/v1/pods"));
    }

    [Theory]
    [InlineData("in the stream")]
    [InlineData("instead of one")]
    public async Task A_version_that_is_too_old_leads_to_a_new_list(string where)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("stays");
        api.PutPod("goes-unseen");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        var watch = await api.WatchedAsync("api/v1/pods");
        await host.UntilAsync(all => all.Pods.Count == 2);
        watch.FallSilent();
        api.Delete("api/v1/namespaces/shop/pods/goes-unseen");
        api.PutPod("comes-unseen");
        if (where == "in the stream")
            api.Compact();
        else
            api.Inject(request => request.IsWatch && request.Path == "api/v1/pods", FakeFaults.Status(410));

        watch.End();
        await host.UntilAsync(all => string.Join(' ', all.Pods.Keys) == "shop/comes-unseen shop/stays");
        Assert.Equal(2, api.Requests.Count(request => request.IsList("api/v1/pods")));
    }

    [Fact]
    public async Task The_rest_of_a_list_that_has_expired_leads_to_a_new_list()
    {
        await using var api = await FakeApiServer.StartAsync();
        for (var i = 0; i < 25; i++)
            api.PutPod($"pod-{i}");
        api.Inject(request => request.Path == "api/v1/pods" && request.Query.Contains("continue", StringComparison.Ordinal), FakeFaults.Status(410));
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig(), options => options.ListPage = 10);

        await host.UntilAsync(all => all.Lists == 1 && all.Pods.Count == 25);

        Assert.Equal(2, api.Requests.Count(request => request.IsList("api/v1/pods") && !request.Query.Contains("continue", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_watch_on_which_nothing_arrives_is_begun_anew_where_it_stood()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig(), options => options.WatchSilence = TimeSpan.FromSeconds(1));
        var watch = await api.WatchedAsync("api/v1/pods");
        await host.UntilAsync(all => all.Lists == 1);
        watch.FallSilent();
        api.PutPod("a");

        await host.UntilAsync(all => all.Pods.Count == 1);
        Assert.Single(api.Requests, request => request.IsList("api/v1/pods"));
        Assert.Null(host.Sink.See("prod", all => all.Unreachable));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"ha""")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":\n")]
    [InlineData("not json at all\n")]
    [InlineData("{\"type\":\"ADDED\"}\n")]
    [InlineData("[]\n")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{\"code\":500,\"message\":\"etcdserver: leader changed\"}}\n")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{}}\n")]
    public async Task What_is_cut_or_no_event_breaks_the_watch_and_nothing_else(string text)
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        var watch = await api.WatchedAsync("api/v1/pods");
        watch.Send(text);
        if (!text.EndsWith('\n'))
            watch.End();

        await api.WatchedAsync("api/v1/pods", 2);
        api.PutPod("a");
        await host.UntilAsync(all => all.Pods.Count == 1);
        Assert.Single(api.Requests, request => request.IsList("api/v1/pods"));
    }

    [Fact]
    public async Task Events_that_are_repeated_late_or_unknown_change_nothing()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        var watch = await api.WatchedAsync("api/v1/pods");
        api.PutPod("a", spec: """{"nodeName":"node-1"}""");
        var old = api.Find("api/v1/namespaces/shop/pods/a")!;
        api.PutPod("a", spec: """{"nodeName":"node-2"}""");
        var newest = api.Find("api/v1/namespaces/shop/pods/a")!;
        api.PutPod("b");
        var b = api.Find("api/v1/namespaces/shop/pods/b")!;
        api.Delete("api/v1/namespaces/shop/pods/b");

        watch.SendEvent("MODIFIED", old);
        watch.SendEvent("ADDED", newest);
        watch.SendEvent("ADDED", b);
        watch.SendEvent("DELETED", b);
        watch.SendEvent("SOMETHING-NEW", newest);
        api.PutPod("end");
        await host.UntilAsync(all => all.Pods.ContainsKey("shop/end"));

        Assert.Equal("shop/a shop/end", host.Sink.See("prod", all => string.Join(' ', all.Pods.Keys)));
        Assert.Equal("node-2", host.Sink.See("prod", all => all.Pods["shop/a"].Node));
        Assert.Single(api.Requests, request => request.IsList("api/v1/pods"));
    }

    [Fact]
    public async Task A_pod_of_the_same_name_and_another_uid_is_another_pod()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("db-0", uid: "first");
        var gone = new List<string>();
        var sink = new FakeInventorySink
        {
            BeforeApply = (_, change) => gone.AddRange(change.DeletedPods.Select(pod => pod.Uid)),
        };
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig(), sink: sink);
        var watch = await api.WatchedAsync("api/v1/pods");
        await host.UntilAsync(all => all.Pods.Count == 1);

        // The deletion is never told.
        var second = api.Find("api/v1/namespaces/shop/pods/db-0")!;
        second["metadata"]!["uid"] = "second";
        second["metadata"]!["resourceVersion"] = "999999";
        watch.SendEvent("ADDED", second);
        await host.UntilAsync(all => all.Pods["shop/db-0"].Uid == "second");
        // And a late word of the first does not end the second.
        var late = (JsonObject)second.DeepClone();
        late["metadata"]!["uid"] = "first";
        watch.SendEvent("DELETED", late);
        watch.SendEvent("MODIFIED", late);
        watch.SendEvent("ADDED", JsonNode.Parse("""{"metadata":{"name":"end","namespace":"shop","uid":"e","resourceVersion":"1000000"}}""")!);
        await host.UntilAsync(all => all.Pods.ContainsKey("shop/end"));

        Assert.Equal("second", host.Sink.See("prod", all => all.Pods["shop/db-0"].Uid));
        Assert.Equal(["first"], gone);
    }

    [Fact]
    public async Task A_pod_that_is_seen_before_its_owner_waits_for_it_but_not_for_ever()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig(), options => options.OwnerPatience = TimeSpan.FromSeconds(2));
        var sets = await api.WatchedAsync("apis/apps/v1/replicasets");
        await api.WatchedAsync("api/v1/pods");
        await host.UntilAsync(all => all.Lists == 1);
        var workloads = new HashSet<string>();
        host.Sink.BeforeApply = (_, change) => workloads.UnionWith(change.Pods.Select(pod => $"{pod.Name}: {pod.WorkloadKind}"));

        api.PutPod("early", "ReplicaSet", "web-1");
        api.PutPod("mark");
        await host.UntilAsync(all => all.Pods.ContainsKey("shop/mark"));
        api.PutWorkload("ReplicaSet", "web-1", ownerKind: "Deployment", owner: "web");
        await host.UntilAsync(all => all.Pods.ContainsKey("shop/early"));
        Assert.Equal("Deployment", host.Sink.See("prod", all => all.Pods["shop/early"].WorkloadKind));

        // This owner is told too late, and then the pod is put right.
        sets.FallSilent();
        api.PutPod("late", "ReplicaSet", "shop-1");
        api.PutPod("lone", "ReplicaSet", "alone");
        await host.UntilAsync(all => all.Pods.ContainsKey("shop/late") && all.Pods.ContainsKey("shop/lone"));
        Assert.True(host.Sink.See("prod", all => all.Workloads["shop/ReplicaSet/shop-1"].OwnerUnknown));
        Assert.True(host.Sink.See("prod", all => all.Workloads["shop/ReplicaSet/alone"].OwnerUnknown));
        api.PutWorkload("ReplicaSet", "alone");
        api.PutWorkload("ReplicaSet", "shop-1", ownerKind: "Deployment", owner: "shop");
        sets.End();
        await host.UntilAsync(all => all.Pods["shop/late"].WorkloadName == "shop");
        await host.UntilAsync(all => all.Workloads["shop/ReplicaSet/alone"].OwnerUnknown == false);
        Assert.Equal(["early: Deployment", "late: Deployment", "late: ReplicaSet", "lone: ReplicaSet", "mark: Pod"], workloads.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_than_a_piece_holds_is_told_in_pieces()
    {
        await using var api = await FakeApiServer.StartAsync();
        for (var i = 0; i < 1_201; i++)
            api.PutPod($"pod-{i}");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        Assert.Equal((1_201, 1_201), host.Sink.See("prod", all => (all.Pods.Count, all.Workloads.Count)));
        Assert.InRange(host.Sink.See("prod", all => all.Pieces), 3, 10);
    }
}
