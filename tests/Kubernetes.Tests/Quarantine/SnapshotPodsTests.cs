using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

public sealed class SnapshotPodsTests : QuarantineShop
{
    [Fact]
    public async Task Only_pods_that_the_workload_owns_are_touched_and_it_says_of_which_it_knows_nothing()
    {
        Api.PutPod("other-1", "ReplicaSet", "other-5d9f", labels: """{"app":"web"}""");
        Api.PutWorkload("ReplicaSet", "other-5d9f", ownerKind: "Deployment", owner: "other", metadata: """{"labels":{"app":"web"}}""");

        var snapshot = (await Host.SnapshotPodsAsync(Web, "web-1", "other-1", "web-9")).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(["web-1"], snapshot.Pods.Select(static pod => pod.Name));
        Assert.Equal(["Gone: web-9.", "Not known to be pods of the workload, by the ReplicaSets that can be read: other-1."], snapshot.Notes);
        Assert.Equal(["web-9"], snapshot.Gone!);
        Assert.Contains("There is nothing to quarantine. Not known to be pods of the workload, by the ReplicaSets that can be read: other-1.", (await Host.SnapshotPodsAsync(Web, "other-1")).Reason(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"podSelector":{},"egress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["db"]}]},"ingress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]},"ingress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"incidentmesh.io/quarantine","operator":"Exists"}]},"ingress":[{}]}""", true)]
    [InlineData("""{"podSelector":{"matchLabels":{"app":"web"}},"egress":[{}]}""", false)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]},"egress":[{}]}""", false)]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]},"egress":[{}]}""", false)]
    [InlineData("""{"podSelector":{},"policyTypes":["Ingress","Egress"]}""", false)]
    public async Task Policies_that_will_let_traffic_through_all_the_same_are_named(string spec, bool isNamed)
    {
        Api.Put(Policies, $$"""{"metadata":{"name":"theirs"},"spec":{{spec}}}""");

        var snapshot = (await Host.SnapshotPodsAsync(Web, "web-1")).Result(EffectJson.Default.PodsSnapshot);

        Assert.Equal(isNamed ? ["What these NetworkPolicies let through for all pods goes through all the same: theirs."] : [], snapshot.Notes);
    }

    [Fact]
    public async Task What_no_policy_isolates_is_refused_and_so_is_more_than_can_be_kept()
    {
        Api.PutPod("web-1", "ReplicaSet", "web-5d9f", labels: """{"app":"web"}""", spec: """{"hostNetwork":true}""");
        Assert.Contains("on the network of its node, which no NetworkPolicy isolates: scale the workload to zero, or delete the pod.", (await Host.SnapshotPodsAsync(Web, "web-1")).Reason(), StringComparison.Ordinal);

        var labels = new JsonObject(Enumerable.Range(0, 100).Select(static i => KeyValuePair.Create($"k{i}", (JsonNode?)new string('v', 60)))) { ["app"] = "web" };
        Api.PutPod("web-2", "ReplicaSet", "web-5d9f", labels: labels.ToJsonString());
        Assert.Contains("labels of more than 4 KiB", (await Host.SnapshotPodsAsync(Web, "web-2")).Reason(), StringComparison.Ordinal);
        Assert.Contains("labels of more than 4 KiB", (await Host.QuarantineAsync(Web, [Two])).Reason(), StringComparison.Ordinal);
        Assert.Equal(101, Labels("web-2").Count);
    }

    [Fact]
    public async Task What_was_planned_for_another_object_of_the_name_is_refused() =>
        Assert.Contains("recreated since the plan was proposed", (await Host.TryAsync(
            EffectKinds.SnapshotPods, new QuarantineTarget(Web, "inc-1/plan-1", ["web-1"], "of-before"), EffectJson.Default.QuarantineTarget)).Reason(), StringComparison.Ordinal);

    [Fact]
    public async Task Where_too_much_goes_through_anyway_nothing_is_begun()
    {
        for (var i = 0; i <= 100; i++)
            Api.Put(Policies, $$"""{"metadata":{"name":"open-{{i}}"},"spec":{"podSelector":{},"egress":[{}]} }""");

        Assert.Contains("101 NetworkPolicies", (await Host.SnapshotPodsAsync(Web, "web-1")).Reason(), StringComparison.Ordinal);
    }
}
