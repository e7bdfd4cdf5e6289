using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

/// <summary>The objects of every kind, as the port shows them.</summary>
public sealed class InventoryTests
{
    private const string Policies = "apis/networking.k8s.io/v1/networkpolicies";

    [Fact]
    public async Task Objects_are_shown_in_the_form_of_their_API_without_what_nobody_should_keep()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("web-1", labels: """{"app":"web"}""", spec: """
            {"nodeName":"node-1","serviceAccountName":"web","containers":[{"name":"a","image":"i","command":["sh"],"env":[{"name":"TOKEN","value":"hunter2"},
             {"name":"KEY","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],"securityContext":{"privileged":true}}]}
            """);
        api.Put("apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects", """{"metadata":{"name":"web"},"spec":{"triggers":[{"type":"kafka","metadata":{"password":"hunter2"}}]}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.KnownAsync("ScaledObject", 1);
        await host.KnownAsync("Pod", 1);

        var pod = host.Show("pods", "shop", "web-1")!;
        Assert.Equal(("v1", "Pod", "web-1", "shop", "node-1", "Running"),
            ((string?)pod["apiVersion"], (string?)pod["kind"], (string?)pod["metadata"]!["name"], (string?)pod["metadata"]!["namespace"],
                (string?)pod["spec"]!["nodeName"], (string?)pod["status"]!["phase"]));
        Assert.True((bool)pod["spec"]!["containers"]![0]!["securityContext"]!["privileged"]!);
        Assert.Equal("""[{"name":"TOKEN"},{"name":"KEY","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]""", pod["spec"]!["containers"]![0]!["env"]!.ToJsonString());
        Assert.DoesNotContain("hunter2", host.List("Pod") + host.List("scaledobjects.keda.sh"), StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, request => request.Path.Contains("secrets", StringComparison.Ordinal) || request.Path.Contains("configmaps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_hold_each_object_once_by_namespace_and_name_while_others_come_and_go()
    {
        await using var api = await FakeApiServer.StartAsync();
        for (var i = 0; i < 25; i++)
            api.Put($"apis/networking.k8s.io/v1/namespaces/n{i % 3}/networkpolicies", $$$"""{"metadata":{"name":"p{{{i:00}}}"},"spec":{"podSelector":{}} }""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.KnownAsync("NetworkPolicy", 25);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = host.Inventories.List("prod", new InventoryQuery { Kind = "networkpolicies", Limit = 10, After = after });
            seen.AddRange(page.Objects.Select(item => $"{item.Namespace}/{item.Name}"));
            after = page.Next;
            api.Delete($"apis/networking.k8s.io/v1/namespaces/n0/networkpolicies/p0{seen.Count % 9}");
        }
        while (after is not null);

        Assert.Equal(seen.Order(StringComparer.Ordinal).Distinct(), seen);
        Assert.InRange(seen.Count, 22, 25);
        Assert.Equal(8, host.Inventories.List("prod", new InventoryQuery { Kind = "NetworkPolicy", Namespace = "n1" }).Objects.Count);
        Assert.Null(host.Inventories.List("prod", new InventoryQuery { Kind = "Secret" }).Kind);
        Assert.False(host.Inventories.List("elsewhere", new InventoryQuery { Kind = "Pod" }).Watched);
    }

    [Fact]
    public async Task The_newest_version_that_the_server_has_is_read_and_an_unknown_one_where_it_has_no_other()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Serve("apis/policy/v1/poddisruptionbudgets", "PodDisruptionBudget");
        api.Serve("apis/policy/v1beta1/poddisruptionbudgets", "PodDisruptionBudget");
        api.Serve("apis/keda.sh/v2/scaledobjects", "ScaledObject");
        api.Put("apis/keda.sh/v2/namespaces/shop/scaledobjects", """{"metadata":{"name":"web"},"spec":{"maxReplicaCount":5}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.KnownAsync("ScaledObject", 1);
        await host.KnownAsync("PodDisruptionBudget", 0);

        Assert.Equal(("v1", "v2"), (host.Kind("PodDisruptionBudget").Version, host.Kind("ScaledObject").Version));
        Assert.Equal("keda.sh/v2", (string?)host.Show("ScaledObject", "shop", "web")!["apiVersion"]);
    }

    [Fact]
    public async Task What_may_not_be_read_is_told_with_its_reason_and_read_when_it_may()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Serve(Policies, "NetworkPolicy");
        api.Inject(request => request.Path == Policies, FakeFaults.Status(403), times: int.MaxValue);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Notes.Any(note => note.Contains("does not let us 'list networkpolicies'", StringComparison.Ordinal)));
        Assert.Equal((InventoryState.Unreadable, null), (host.Kind("NetworkPolicy").State, host.Kind("NetworkPolicy").AsOf));
        // Whatever this server does not have is told in one note, and extensions are not in it.
        Assert.Contains(host.Sink.See("prod", all => all.Notes), note => note.Contains("does not have nodes, ", StringComparison.Ordinal) && !note.Contains("keda", StringComparison.Ordinal));

        api.Heal();
        await host.UntilAsync(all => !all.Notes.Any(note => note.Contains("networkpolicies", StringComparison.Ordinal)));
        Assert.Equal(InventoryState.Read, host.Kind("NetworkPolicy").State);
    }

    [Fact]
    public async Task An_extension_that_comes_later_is_read_and_forgotten_when_it_is_taken_away()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.UntilKindAsync("Certificate", kind => kind.State == InventoryState.NotServed);

        api.Put("apis/cert-manager.io/v1/namespaces/shop/certificates", """{"metadata":{"name":"web"},"spec":{"secretName":"web-tls"}}""");
        await host.KnownAsync("Certificate", 1);

        api.DoNotServe("apis/cert-manager.io/v1/certificates");
        (await api.WatchedAsync("apis/cert-manager.io/v1/certificates")).End();
        await host.UntilKindAsync("Certificate", kind => kind is { State: InventoryState.NotServed, Objects: 0 });
    }

    [Fact]
    public async Task Without_discovery_the_versions_that_are_known_are_tried()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Inject(request => request.Path == "apis", FakeFaults.Status(403), times: int.MaxValue);
        api.DoNotServe("apis/policy/v1/poddisruptionbudgets");
        api.Put("apis/policy/v1beta1/namespaces/shop/poddisruptionbudgets", """{"metadata":{"name":"web"}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.KnownAsync("PodDisruptionBudget", 1);
        Assert.Equal("v1beta1", host.Kind("PodDisruptionBudget").Version);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_shown_as_it_was_known_and_grows_old()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Put("apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", """{"metadata":{"name":"deny"}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.KnownAsync("NetworkPolicy", 1);
        var watch = await api.WatchedAsync(Policies);
        api.Inject(_ => true, FakeFaults.Break(), times: int.MaxValue);

        watch.End();
        await host.UntilKindAsync("NetworkPolicy", kind => kind.State == InventoryState.Unreadable);

        var old = host.Kind("NetworkPolicy");
        Assert.Equal((1, "deny"), (old.Objects, (string?)host.Show("NetworkPolicy", "shop", "deny")!["metadata"]!["name"]));
        Assert.True(old.AsOf < DateTimeOffset.UtcNow && old.Note!.Length > 0);
        await host.UntilAsync(all => all.Notes.Any(note => note.StartsWith("networkpolicies.networking.k8s.io cannot be read", StringComparison.Ordinal)));
        Assert.Equal(old.AsOf, host.Kind("NetworkPolicy").AsOf);
    }

    [Fact]
    public async Task Beyond_the_budget_objects_are_known_by_name_until_there_is_room()
    {
        await using var api = await FakeApiServer.StartAsync();
        var large = new string('x', 200 * 1024);
        for (var i = 0; i < 100; i++)
            api.Put("apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", $$$"""{"metadata":{"name":"p{{{i}}}"},"spec":{"a":"{{{large}}}"} }""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig(), options => options.FactsBudget = 16 << 20);
        await host.KnownAsync("NetworkPolicy", 100);

        await host.UntilAsync(all => all.Notes.Any(note => note.Contains("known by name alone", StringComparison.Ordinal)));
        for (var i = 0; i < 100; i++)
            api.Put("apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", $$$"""{"metadata":{"name":"p{{{i}}}"},"spec":{"b":1} }""");
        await host.UntilAsync(all => !all.Notes.Any(note => note.Contains("known by name alone", StringComparison.Ordinal)));
        Assert.Equal(100, JsonNode.Parse($"[{host.List("NetworkPolicy")}]")!.AsArray().Count(item => (int?)item!["spec"]?["b"] == 1));
    }

    [Fact]
    public async Task A_page_that_is_too_long_is_asked_for_in_smaller_ones()
    {
        await using var api = await FakeApiServer.StartAsync();
        var large = new string('x', 1_400_000);
        for (var i = 0; i < 60; i++)
            api.Put("apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", $$$"""{"metadata":{"name":"p{{{i}}}"},"status":"{{{large}}}"}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.KnownAsync("NetworkPolicy", 60);

        Assert.Equal(
            ["?limit=500", "?limit=125", "?limit=31"],
            api.Requests.Where(request => request.IsList(Policies)).Select(request => request.Query.Split('&')[0]).Distinct());
    }
}
