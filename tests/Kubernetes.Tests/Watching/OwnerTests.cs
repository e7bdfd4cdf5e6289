using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

/// <summary>Owners above a workload, of whatever kind.</summary>
public sealed class OwnerTests
{
    private const string Sets = "apis/core.strimzi.io/v1beta2/strimzipodsets";
    private const string Kafkas = "apis/kafka.strimzi.io/v1beta2/kafkas";

    [Fact]
    public async Task Owners_are_followed_through_custom_resources_to_the_topmost()
    {
        await using var api = await ServerAsync();
        api.Put("apis/kafka.strimzi.io/v1beta2/namespaces/shop/kafkas", """{"metadata":{"name":"events"}}""");
        api.Put("apis/core.strimzi.io/v1beta2/namespaces/shop/strimzipodsets", Owned("broker", "kafka.strimzi.io/v1beta2", "Kafka", "events"));
        api.Put("api/v1/namespaces/shop/pods", Owned("broker-0", "core.strimzi.io/v1beta2", "StrimziPodSet", "broker"));
        api.Put("apis/apps/v1/namespaces/shop/statefulsets", Owned("exporter", "kafka.strimzi.io/v1beta2", "Kafka", "events"));
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Workloads.TryGetValue("shop/StrimziPodSet/broker", out var broker) && broker.Owners.Count == 1 && broker.OwnersNote is null);

        // Replicas are compared below one set: its owner is told, and does not take its place.
        Assert.Equal("StrimziPodSet/broker", host.Sink.See("prod", all => $"{all.Pods["shop/broker-0"].WorkloadKind}/{all.Pods["shop/broker-0"].WorkloadName}"));
        var exporter = host.Sink.See("prod", all => all.Workloads["shop/StatefulSet/exporter"]);
        Assert.Equal(["Kafka/events"], exporter.Owners);
        Assert.Equal(["Kafka/events"], exporter.Controllers);
        Assert.All(
            api.Requests.Where(request => request.Path is Kafkas or Sets),
            request => Assert.Contains("as=PartialObjectMetadata", request.Accept, StringComparison.Ordinal));

        // Taken away, and the chain is shorter.
        api.Put("apis/core.strimzi.io/v1beta2/namespaces/shop/strimzipodsets", """{"metadata":{"name":"broker"}}""");
        await host.UntilAsync(all => all.Workloads["shop/StrimziPodSet/broker"].Owners.Count == 0);
    }

    [Fact]
    public async Task A_circle_of_owners_and_a_chain_without_end_are_ended_with_a_note()
    {
        await using var api = await ServerAsync();
        Put("a", "b");
        Put("b", "a");
        for (var i = 0; i < 20; i++)
            Put($"high-{i}", $"high-{i + 1}");
        api.Put("apis/apps/v1/namespaces/shop/deployments", Owned("round", "kafka.strimzi.io/v1beta2", "Kafka", "a"));
        api.Put("apis/apps/v1/namespaces/shop/deployments", Owned("tower", "kafka.strimzi.io/v1beta2", "Kafka", "high-0"));
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Workloads.TryGetValue("shop/Deployment/tower", out var tower) && tower.Owners.Count > 1);

        var (round, tower) = host.Sink.See("prod", all => (all.Workloads["shop/Deployment/round"], all.Workloads["shop/Deployment/tower"]));
        Assert.Equal(["Kafka/a", "Kafka/b"], round.Owners);
        Assert.Contains("in a circle", round.OwnersNote, StringComparison.Ordinal);
        Assert.Equal(8, tower.Owners.Count);
        Assert.Contains("no higher than Kafka/high-7", tower.OwnersNote, StringComparison.Ordinal);

        void Put(string name, string owner) => api.Put("apis/kafka.strimzi.io/v1beta2/namespaces/shop/kafkas", Owned(name, "kafka.strimzi.io/v1beta2", "Kafka", owner));
    }

    [Fact]
    public async Task An_owner_that_may_not_be_read_is_named_with_the_reason_until_it_may()
    {
        await using var api = await ServerAsync();
        api.Put("apis/kafka.strimzi.io/v1beta2/namespaces/shop/kafkas", Owned("events", "kafka.strimzi.io/v1beta2", "Kafka", "all"));
        api.Put("apis/apps/v1/namespaces/shop/deployments", Owned("web", "kafka.strimzi.io/v1beta2", "Kafka", "events"));
        api.Inject(request => request.Path == Kafkas, FakeFaults.Status(403), times: int.MaxValue);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Workloads.TryGetValue("shop/Deployment/web", out var web) && web.OwnersNote?.Contains("does not let us 'list kafkas'", StringComparison.Ordinal) == true);
        Assert.Contains(host.Sink.See("prod", all => all.Notes), note => note.StartsWith("kafkas.kafka.strimzi.io cannot be read", StringComparison.Ordinal));

        api.Heal();
        await host.UntilAsync(all => string.Join(' ', all.Workloads["shop/Deployment/web"].Owners) == "Kafka/events Kafka/all");
    }

    [Fact]
    public async Task A_kind_of_owners_that_is_installed_later_is_picked_up()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Put("apis/apps/v1/namespaces/shop/deployments", Owned("web", "kafka.strimzi.io/v1beta2", "Kafka", "events"));
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.UntilAsync(all => all.Workloads.TryGetValue("shop/Deployment/web", out var web) && web.OwnersNote?.Contains("is not read", StringComparison.Ordinal) == true);

        api.Serve(Kafkas, "Kafka");

        await host.UntilAsync(all => all.Workloads["shop/Deployment/web"] is { OwnersNote: null, Owners: ["Kafka/events"] });
    }

    [Fact]
    public async Task Whoever_names_a_secret_as_an_owner_does_not_make_us_read_secrets()
    {
        await using var api = await ServerAsync();
        api.Serve("api/v1/secrets", "Secret");
        api.Serve("apis/evil.example/v1/secrets", "Secret");
        api.Put("api/v1/namespaces/shop/pods", Owned("a", "v1", "Secret", "token"));
        api.Put("api/v1/namespaces/shop/pods", Owned("b", "../../api/v1", "Secret", "token"));
        api.Put("api/v1/namespaces/shop/pods", Owned("c", "kafka.strimzi.io/v1beta2", "Kafka", "events"));
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await api.WatchedAsync(Kafkas);

        Assert.DoesNotContain(api.Requests, request => request.Path.Contains("secrets", StringComparison.Ordinal));
    }

    private static async Task<FakeApiServer> ServerAsync()
    {
        var api = await FakeApiServer.StartAsync();
        api.Serve(Sets, "StrimziPodSet");
        api.Serve(Kafkas, "Kafka");
        return api;
    }

    private static string Owned(string name, string version, string kind, string owner) =>
        $$$"""{"metadata":{"name":"{{{name}}}","ownerReferences":[{"apiVersion":"{{{version}}}","kind":"{{{kind}}}","name":"{{{owner}}}","uid":"u","controller":true}]} }""";
}
