using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Tests.Attribution;

public sealed class SubjectAttributionTests
{
    private static readonly Contracts.Clusters.Attribution Known = new()
    {
        Replica = new ReplicaRef("prod", "shop", "web-0"),
        Workload = new WorkloadRef("prod", "shop", "StatefulSet", "web"),
    };

    [Fact]
    public void What_happened_in_a_known_pod_is_about_its_workload() =>
        Assert.Equal("prod/workload/shop/StatefulSet/web", Subject(SignalMaker.Falco(), Known));

    [Fact]
    public void An_audit_event_on_a_known_pod_is_about_its_workload() =>
        Assert.Equal("prod/workload/shop/StatefulSet/web", Subject(SignalMaker.Audit("jonas", "create pods/exec", "shop"), Known));

    [Fact]
    public void What_happened_on_a_host_is_about_the_node() =>
        Assert.Equal("prod/node/worker-1", Subject(SignalMaker.Falco() with { Origin = new SignalOrigin { Node = "worker-1", OnHost = true } }));

    [Fact]
    public void What_names_neither_pod_nor_container_is_about_the_node() =>
        Assert.Equal("prod/node/worker-1", Subject(SignalMaker.Falco() with { Origin = new SignalOrigin { Node = "worker-1" } }));

    [Theory]
    [InlineData(null, "5892b41bcf46")]
    [InlineData("web-0", null)]
    public void A_container_that_never_became_known_is_the_clusters_and_not_its_nodes(string? pod, string? container) =>
        Assert.Equal(
            "prod/cluster/unattributed",
            Subject(SignalMaker.Falco() with { Origin = new SignalOrigin { Node = "worker-1", Pod = pod, ContainerId = container } }));

    [Fact]
    public void Any_other_audit_event_is_about_its_user() =>
        Assert.Equal("prod/user/system:serviceaccount:shop:web", Subject(SignalMaker.Audit("system:serviceaccount:shop:web", "list secrets", "shop")));

    [Fact]
    public void A_request_about_a_node_is_about_the_node() =>
        Assert.Equal("prod/node/worker-2", Subject(SignalMaker.Audit("jonas", "delete nodes") with { Origin = new SignalOrigin { Node = "worker-2" } }));

    [Fact]
    public void The_user_of_a_Falco_alert_counts_for_audit_alerts_only()
    {
        var alert = SignalMaker.Falco() with { Origin = SignalOrigin.None, User = "root" };

        Assert.Equal("prod/cluster/unattributed", Subject(alert));
        Assert.Equal("prod/user/jonas", Subject(alert with { User = "jonas", Facts = new Dictionary<string, string> { [AuditFacts.User] = "jonas" } }));
    }

    private static string Subject(Signal signal, Contracts.Clusters.Attribution? attribution = null) =>
        SubjectAttribution.Of(signal, attribution ?? Contracts.Clusters.Attribution.Unknown, "prod").ToString();
}
