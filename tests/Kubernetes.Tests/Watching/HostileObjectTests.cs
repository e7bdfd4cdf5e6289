using System.Text;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

/// <summary>Objects that somebody who may make pods made to hurt whoever watches them.</summary>
public sealed class HostileObjectTests
{
    [Fact]
    public async Task A_pod_of_ten_thousand_containers_is_known_without_what_is_too_much_and_so_are_the_others()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("many", spec: $$"""{"nodeName":"n1","containers":[{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"name":"c{{i}}","image":"registry.example/some/where:{{i}}"}"""))}}]}""");
        api.PutPod("plain", spec: """{"nodeName":"n1","containers":[{"name":"c","image":"web:1"}]}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        Assert.Equal(["shop/many", "shop/plain"], host.Sink.See("prod", all => all.Pods.Keys.ToList()));
        Assert.Equal("n1", host.Sink.See("prod", all => all.Pods["shop/many"].Node));
        Assert.Equal("""{"nodeName":"n1"}""", host.Show("Pod", "shop", "many")!["spec"]!.ToJsonString());
        Assert.Equal("web:1", (string?)host.Show("Pod", "shop", "plain")!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task Annotations_as_large_as_Kubernetes_takes_them_are_cut()
    {
        await using var api = await FakeApiServer.StartAsync();
        var large = new string('x', 262_000);
        api.Put("api/v1/namespaces/shop/pods", $$$"""{"metadata":{"name":"loud","uid":"u","annotations":{"incidentmesh.io/notify":"{{{large}}}","other":"{{{large}}}"} } }""");
        api.PutWorkload("Deployment", "web", metadata: $$$"""{"annotations":{"incidentmesh.io/notify":"{{{large}}}"},"labels":{"criticality":"high"}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        Assert.All(host.Sink.See("prod", all => all.Workloads.Values.SelectMany(one => one.Signs).ToList()), sign => Assert.InRange(sign.Value.Length, 1, 512));
        Assert.InRange(Encoding.UTF8.GetByteCount(host.List("Pod") + host.List("Deployment")), 1, 16 * 1024);
    }

    [Fact]
    public async Task Owners_that_go_round_in_a_circle_end_somewhere_also_where_the_circle_is_closed_later()
    {
        await using var api = await FakeApiServer.StartAsync();
        for (var i = 0; i < 12; i++)
            api.PutWorkload("ReplicaSet", $"r{i}", ownerKind: "ReplicaSet", owner: $"r{i + 1}");
        api.PutPod("round", "ReplicaSet", "r0");
        api.PutPod("plain");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.UntilAsync(all => all.Lists == 1 && all.Pods.ContainsKey("shop/round"));

        api.PutWorkload("ReplicaSet", "r12", ownerKind: "ReplicaSet", owner: "r0");
        api.PutPod("after");

        await host.UntilAsync(all => all.Pods.ContainsKey("shop/after"));
        Assert.Equal("ReplicaSet", host.Sink.See("prod", all => all.Pods["shop/round"].WorkloadKind));
    }

    [Fact]
    public async Task A_pod_whose_owner_no_object_can_be_stands_for_itself()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("slash", "A/B", "w");
        api.PutPod("path", "ReplicaSet", "a/../b");
        api.PutPod("long", "ReplicaSet", new string('x', 600));
        api.PutPod("custom", "DatabaseCluster", "shop.main_1:x");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1 && all.Pods.Count == 4);

        Assert.Equal(
            [("Pod", "slash"), ("Pod", "path"), ("Pod", "long"), ("DatabaseCluster", "shop.main_1:x")],
            host.Sink.See("prod", all => new[] { "slash", "path", "long", "custom" }.Select(name => (all.Pods[$"shop/{name}"].WorkloadKind, all.Pods[$"shop/{name}"].WorkloadName)).ToList()));
    }
}
