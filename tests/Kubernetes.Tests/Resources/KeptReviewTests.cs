using System.Buffers;
using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Detection.Posture.Workloads;
using IncidentMesh.Kubernetes.Inventory;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Resources.Tables;
using IncidentMesh.Testing;

namespace IncidentMesh.Kubernetes.Tests.Resources;

/// <summary>What is kept of a cluster's objects tells the same of its workloads as the objects do.</summary>
public sealed class KeptReviewTests
{
    private static readonly string[] Kinds =
    [
        "Namespace", "Node", "Service", "EndpointSlice", "Ingress", "NetworkPolicy", "Gateway", "HTTPRoute", "ReferenceGrant", "ServiceAccount",
        "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "RuntimeClass",
    ];

    private static readonly ContextReading Reading = new(ContextOptions.Default);

    [Theory]
    [InlineData("samples/cluster/shop.yaml", 3)]
    [InlineData("tests/Kubernetes.Tests/testassets/kept/everything.yaml", 3)]
    public void A_review_from_what_is_kept_is_that_of_the_whole_objects(string file, int workloads)
    {
        var path = RepositoryFolder.Of(file);
        var documents = ManifestReader.Read(path, File.ReadAllBytes(path)).Select(static document => document.Root.Clone()).ToList();
        var whole = new SnapshotReader();
        var inventory = new ClusterInventory(TimeSpan.Zero, new FactsPool(new KeptAnnotations(Reading.Keys), 1 << 30), []);
        foreach (var document in documents)
        {
            Assert.Empty(whole.Add(document));
            Put(inventory, document);
        }

        var (expected, kept) = (whole.Build(Kinds), Kept(inventory));
        var reviewed = 0;
        foreach (var pod in documents.SelectMany(static document => PodReader.Read(document).Pods))
        {
            var found = inventory.FindWorkload(pod.Metadata.Namespace!, pod.Kind.ToLowerInvariant(), pod.Metadata.Name!)!;
            using var json = JsonDocument.Parse(found.Json);
            Assert.Equal(
                JsonSerializer.Serialize(WorkloadReviewJson.Of(pod.Name, WorkloadReview.Of(pod, expected, Reading)), Indented),
                JsonSerializer.Serialize(WorkloadReviewJson.Of(pod.Name, WorkloadReview.Of(Assert.Single(PodReader.Read(json.RootElement).Pods), kept, Reading)), Indented));
            reviewed++;
        }

        Assert.Equal(workloads, reviewed);
    }

    [Fact]
    public void An_object_that_was_too_large_leaves_its_kind_unknown()
    {
        var inventory = new ClusterInventory(TimeSpan.Zero, new FactsPool(new KeptAnnotations([]), 1 << 30), []);
        var rules = string.Join(',', Enumerable.Repeat("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", 10_000));
        Put(inventory, """{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"namespace":"shop","name":"small","uid":"1"},"rules":[]}""");
        Assert.True(Assert.Single(inventory.Read(["Role"])).IsWhole);

        Put(inventory, $$$"""{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"namespace":"shop","name":"large","uid":"2"},"rules":[{{{rules}}}]}""");

        Assert.False(Assert.Single(inventory.Read(["Role"])).IsWhole);
    }

    [Fact]
    public void Only_what_says_something_else_counts_as_a_change()
    {
        var inventory = new ClusterInventory(TimeSpan.Zero, new FactsPool(new KeptAnnotations([]), 1 << 30), []);
        string[] nodes = ["Node"];
        Put(inventory, Node("1", "10.0.0.1"));
        var first = inventory.MarkOf(nodes).Revision;

        // A heartbeat.
        Put(inventory, Node("2", "10.0.0.1"));
        Assert.Equal(first, inventory.MarkOf(nodes).Revision);
        Put(inventory, Node("3", "203.0.113.1"));
        var second = inventory.MarkOf(nodes).Revision;
        Assert.True(second > first);

        inventory.SetReading(inventory.Tables.Single(static table => table.Kind.Kind == "Node").Kind, ResourceReading.Pending with { State = InventoryState.Unreadable });
        Assert.True(inventory.MarkOf(nodes).Revision > second);

        static string Node(string version, string address) =>
            $$$"""{"kind":"Node","metadata":{"name":"node-1","uid":"1","resourceVersion":"{{{version}}}"},"status":{"addresses":[{"type":"InternalIP","address":"{{{address}}}"}],"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"{{{version}}}"}]}}""";
    }

    [Fact]
    public void A_workload_of_a_kind_that_is_not_read_is_told_by_one_of_its_pods()
    {
        var inventory = new ClusterInventory(TimeSpan.Zero, new FactsPool(new KeptAnnotations([]), 1 << 30), []);
        foreach (var kind in ResourceKinds.All.Where(static kind => kind.Awaited))
            inventory.SetReading(kind, new ResourceReading(InventoryState.Read, "api/v1/any", null, DateTimeOffset.UnixEpoch));
        Put(inventory, """{"kind":"Pod","metadata":{"namespace":"shop","name":"broker-0","uid":"1","ownerReferences":[{"apiVersion":"core.strimzi.io/v1beta2","kind":"StrimziPodSet","name":"broker","uid":"2","controller":true}]},"spec":{"containers":[{"name":"kafka","securityContext":{"privileged":true}}]},"status":{"containerStatuses":[{"name":"kafka","imageID":"registry.example/kafka@sha256:aa"}]}}""");
        inventory.Take(DateTimeOffset.UnixEpoch.AddHours(1));

        var found = inventory.FindWorkload("shop", "StrimziPodSet", "broker")!;

        using var json = JsonDocument.Parse(found.Json);
        Assert.True(Assert.Single(PodReader.Read(json.RootElement).Pods).Spec.Containers[0].SecurityContext.Privileged);
        Assert.Equal(("StrimziPodSet", "sha256:aa"), (found.Kind, Assert.Single(found.Images)));
        Assert.Null(inventory.FindWorkload("shop", "StrimziPodSet", "none"));
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static ClusterSnapshot Kept(ClusterInventory inventory)
    {
        var reader = new SnapshotReader();
        foreach (var part in inventory.Read(Kinds))
        {
            Assert.True(part.IsWhole);
            foreach (var json in part.Objects)
            {
                using var document = JsonDocument.Parse(json);
                Assert.Empty(reader.Add(document.RootElement));
            }
        }

        return reader.Build(Kinds);
    }

    private static void Put(ClusterInventory inventory, JsonElement document)
    {
        var item = System.Text.Json.Nodes.JsonNode.Parse(document.GetRawText())!;
        item["metadata"]!["uid"] = $"uid-{(string)item["kind"]!}-{(string)item["metadata"]!["name"]!}";
        Put(inventory, item.ToJsonString());
    }

    private static void Put(ClusterInventory inventory, string json)
    {
        using var document = JsonDocument.Parse(json);
        var kind = document.RootElement.GetProperty("kind").GetString();
        var table = inventory.Tables.Single(table => table.Kind.Kind == kind);
        var version = document.RootElement.TryGetProperty("apiVersion", out var given) ? given.GetString()! : "v1";
        inventory.SetReading(table.Kind, new ResourceReading(InventoryState.Read, version.Contains('/', StringComparison.Ordinal) ? $"apis/{version}/{table.Kind.Resource}" : $"api/{version}/{table.Kind.Resource}", null, DateTimeOffset.UnixEpoch));
        table.Put(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));
    }
}
