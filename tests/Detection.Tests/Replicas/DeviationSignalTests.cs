using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class DeviationSignalTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("exec|/bin/sh<-nginx", "replicas/replica/tool", Severity.High, "T1059")]
    [InlineData("file|/root/.aws/credentials", "replicas/replica/credential", Severity.High, "T1552")]
    [InlineData("exec|/app/helper", "replicas/replica/exec", Severity.Medium, "TA0002")]
    [InlineData("connect|198.51.100.7:443/tcp", "replicas/replica/connect", Severity.Medium, "T1071")]
    public void A_finding_folds_by_what_its_strongest_feature_is(string feature, string rule, Severity severity, string technique)
    {
        var signal = DeviationSignal.Of(3, DeviationSignal.Deviation(Finding("web-7", feature)), "node-1");
        var detection = Assert.Single(signal.Detections);
        Assert.Equal((3, rule, severity), (signal.Index, detection.Rule, detection.Severity));
        Assert.Contains(technique, detection.Techniques);
        Assert.Equal((new ReplicaRef("prod", "shop", "web-7"), "node-1", Since), (signal.Replica, signal.Signal.Origin.Node, signal.Signal.Time));
    }

    [Fact]
    public void A_finding_about_the_workload_names_no_replica() =>
        Assert.Null(DeviationSignal.Of(0, DeviationSignal.Deviation(Finding(null, "exec|/app/x")), null).Replica);

    [Fact]
    public void It_is_no_sensor_that_agrees_with_others()
    {
        var builder = new FoldBuilder();
        builder.Add(DeviationSignal.Of(0, DeviationSignal.Deviation(Finding("web-7", "exec|/bin/sh")), null), new ReplicaRef("prod", "shop", "web-7"));
        var fold = builder.ToFold();
        Assert.Equal((1, 0), (fold.Signals, fold.Sensors.Count));
    }

    private static ReplicaFinding Finding(string? replica, string feature) => new(
        FindingKind.Replica, "prod/shop/Deployment/web", Since.AddMinutes(1), replica, Since, 1e6, 60,
        [new FeatureEvidence(feature, 7, 180, new PeerCounts(0, 11, 144_000), 5e5)], "A sentence.");
}
