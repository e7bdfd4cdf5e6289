using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Findings;

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

    [Theory]
    [InlineData("exec|/bin/sh", "istio-proxy", "web", "exec@istio-proxy|/bin/sh")]
    [InlineData("exec|/bin/sh", "k8s_istio-proxy_web-0_shop_0a1b_0", "web", "exec@istio-proxy|/bin/sh")]
    [InlineData("exec|/bin/sh", "web", "web", "exec|/bin/sh")]
    [InlineData("exec|/bin/sh", "istio-proxy", null, "exec|/bin/sh")]
    [InlineData("exec|/bin/sh", null, "web", "exec|/bin/sh")]
    [InlineData("exec|/bin/sh", "a|b", "web", "exec|/bin/sh")]
    [InlineData(null, "istio-proxy", "web", "rule@istio-proxy|Odd thing")]
    public void What_another_container_than_the_main_one_does_is_told_apart(string? activity, string? container, string? main, string feature)
    {
        var seen = Seen(activity);
        Assert.Equal(feature, ReplicaFeatures.Of(seen with { Signal = seen.Signal with { Origin = new SignalOrigin { ContainerName = container } } }, main));
    }

    [Theory]
    [InlineData("exec@istio-proxy|/bin/sh", "exec|/bin/sh")]
    [InlineData("file@istio-proxy|/etc/shadow", "file|/etc/shadow")]
    [InlineData("listen@istio-proxy|4445/tcp", "listen|4445/tcp")]
    public void In_whichever_container_it_is_of_the_same_family(string feature, string same) =>
        Assert.Same(FeatureFamilies.Of(same), FeatureFamilies.Of(feature));

    [Fact]
    public void A_sentence_says_in_which_container_it_was()
    {
        Assert.Equal("ran /bin/sh in istio-proxy", FeatureWords.Did("exec@istio-proxy|/bin/sh"));
        Assert.Equal("connections from shop/front to port 8080/tcp in istio-proxy", FeatureWords.Amount("accept@istio-proxy|shop/front->8080/tcp"));
        Assert.Equal("was called by shop/front on port 8080/tcp", FeatureWords.Did("accept|shop/front->8080/tcp"));
    }

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
