using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Rules.Shipped;

public sealed class PodExecTests
{
    private readonly DetectionPipeline _pipeline = new(DetectionOptions.Default, ShippedRules.Core);

    [Theory]
    [InlineData("create pods/exec", "k8s_audit/Command or terminal in a pod through the Kubernetes API", Severity.Medium)]
    [InlineData("get pods/exec", "k8s_audit/Command or terminal in a pod through the Kubernetes API", Severity.Medium)]
    [InlineData("create pods/attach", "k8s_audit/Command or terminal in a pod through the Kubernetes API", Severity.Medium)]
    [InlineData("create pods/portforward", "k8s_audit/Port of a pod forwarded through the Kubernetes API", Severity.Low)]
    public void Going_into_a_pod_is_told(string request, string rule, Severity severity)
    {
        var detection = Assert.Single(_pipeline.Examine(SignalMaker.Audit("jonas", request, "shop", code: 101)));

        Assert.Equal((rule, severity), (detection.Rule, detection.Severity));
    }

    [Fact]
    public void A_service_account_that_does_is_worse() =>
        Assert.Equal(Severity.High, Assert.Single(_pipeline.Examine(SignalMaker.Audit("system:serviceaccount:shop:web", "create pods/exec", "shop", code: 101))).Severity);

    [Theory]
    [InlineData("create pods/exec", 403, "ResponseComplete")]
    [InlineData("create pods/exec", 500, "ResponseComplete")]
    [InlineData("create pods/exec", 101, "RequestReceived")]
    [InlineData("create pods/exec", 0, "ResponseComplete")]
    [InlineData("get pods/log", 200, "ResponseComplete")]
    [InlineData("create deployments/exec", 200, "ResponseComplete")]
    public void What_was_not_let_through_or_is_something_else_is_not(string request, int code, string stage) =>
        Assert.Empty(_pipeline.Examine(SignalMaker.Audit("jonas", request, "shop", code, facts: (AuditFacts.Stage, stage))));

    [Fact]
    public void Another_groups_pods_are_not_pods() =>
        Assert.Empty(_pipeline.Examine(SignalMaker.Audit("jonas", "create pods/exec", "shop", 101, facts: (AuditFacts.ApiGroup, "example.com"))));

    [Fact]
    public void A_request_counts_once_whatever_stages_are_logged()
    {
        Assert.Single(Exec("one", "ResponseStarted", second: 1));
        Assert.Empty(Exec("one", "ResponseComplete", second: 1));
        Assert.Single(Exec("two", "ResponseComplete", second: 2));
        Assert.Empty(Exec("two", "ResponseStarted", second: 2));
    }

    [Fact]
    public void An_audit_id_that_the_client_chose_hides_no_other_request()
    {
        Assert.Single(Exec("mine", "ResponseComplete", second: 1));
        Assert.Single(Exec("mine", "ResponseComplete", second: 2));
    }

    private IReadOnlyList<SignalDetection> Exec(string id, string stage, double second) =>
        _pipeline.Examine(SignalMaker.Audit("jonas", "create pods/exec", "shop", 101, second, (AuditFacts.AuditId, id), (AuditFacts.Stage, stage)));
}
