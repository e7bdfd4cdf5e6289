using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class ReplicaFeaturesTests
{
    [Theory]
    [InlineData("exec|/tmp/x9", "exec|/tmp/x9")]
    [InlineData("connect|10.0.3.7:5432/tcp", "connect|10.0.3.7:5432/tcp")]
    [InlineData(null, "rule|Odd thing")]
    public void What_a_sensor_says_that_was_done_is_the_feature_and_else_that_its_rule_fired(string? activity, string feature) =>
        Assert.Equal(feature, ReplicaFeatures.Of(Seen(activity)));

    [Fact]
    public void A_probe_is_a_feature_of_its_own() =>
        Assert.Equal("probe|liveness probe of web", ReplicaFeatures.Of(Seen("exec|/bin/sh") with { Probe = "liveness probe of web" }));

    [Fact]
    public void Long_names_are_cut_and_stay_different()
    {
        var features = Enumerable.Range(0, 100).Select(at => ReplicaFeatures.Of(Seen($"exec|/{new string('a', 134 + (at % 2))}😀{new string('b', 60)}{at}"))).ToList();
        Assert.Equal(100, features.Distinct().Count());
        Assert.All(features, static feature => Assert.InRange(feature.Length, ReplicaFeatures.Longest - 1, ReplicaFeatures.Longest));
        Assert.DoesNotContain(features, static feature => feature.Contains('\uFFFD', StringComparison.Ordinal) || char.IsHighSurrogate(feature[feature.IndexOf('#', StringComparison.Ordinal) - 1]));
    }

    private static ObservedSignal Seen(string? activity) => new(0, new Signal { Id = default, Sensor = "falco", Time = default, Rule = "Odd thing", Origin = SignalOrigin.None, Activity = activity }, []);
}
