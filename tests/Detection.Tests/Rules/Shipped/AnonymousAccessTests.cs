using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Rules.Shipped;

public sealed class AnonymousAccessTests
{
    [Theory]
    [InlineData("get configmaps", Severity.High)]
    [InlineData("delete pods", Severity.Critical)]
    [InlineData("create deployments", Severity.Critical)]
    [InlineData("get secrets", Severity.Critical)]
    [InlineData("get services/proxy", Severity.Critical)]
    [InlineData("get /metrics", Severity.Medium)]
    [InlineData("get /healthzz", Severity.Medium)]
    [InlineData("get /api", Severity.Medium)]
    [InlineData("get /healthz", null)]
    [InlineData("get /livez/ping", null)]
    [InlineData("get /livez?verbose", null)]
    [InlineData("get /readyz", null)]
    [InlineData("get /version", null)]
    [InlineData("get /version?timeout=32s", null)]
    [InlineData("get /.well-known/openid-configuration", null)]
    [InlineData("get /openid/v1/jwks", null)]
    public void Requests_without_credentials_are_told_when_they_succeed(string request, Severity? expected)
    {
        var detections = Anonymous(SignalMaker.Audit("system:anonymous", request, "shop"));

        Assert.Equal(expected, detections.SingleOrDefault()?.Severity);
    }

    [Fact]
    public void The_group_alone_tells_too() =>
        Assert.Single(Anonymous(SignalMaker.Audit("someone", "get configmaps", "shop", facts: (AuditFacts.Groups, "a,system:unauthenticated"))));

    [Fact]
    public void Nodes_that_join_may_read_the_cluster_info()
    {
        Assert.Empty(Anonymous(SignalMaker.Audit("system:anonymous", "get configmaps", "kube-public", facts: (AuditFacts.Name, "cluster-info"))));
        Assert.Single(Anonymous(SignalMaker.Audit("system:anonymous", "get configmaps", "kube-public", facts: (AuditFacts.Name, "other"))));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void Refused_ones_are_not(int code) => Assert.Empty(Anonymous(SignalMaker.Audit("system:anonymous", "get configmaps", "shop", code)));

    private static List<SignalDetection> Anonymous(Signal signal) =>
        [.. new DetectionPipeline(DetectionOptions.Default, ShippedRules.Core).Examine(signal).Where(detection => detection.Rule.Contains("without credentials", StringComparison.Ordinal))];
}
