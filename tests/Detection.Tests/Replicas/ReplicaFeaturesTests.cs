using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class ReplicaFeaturesTests
{
    [Theory]
    [InlineData("exec|/tmp/x9", "exec|/tmp/x9")]
    [InlineData("connect|10.0.3.7:5432/tcp", "connect|10.0.3.7:5432/tcp")]
    [InlineData("file|/etc/shadow", "file|/etc/shadow")]
    [InlineData("file|/tmp/tmpab3d9x", "file|/tmp/*")]
    [InlineData("file|/proc/4711/environ", "file|/proc/*/environ")]
    [InlineData("file|/var/lib/docker/containers/0123456789abcdef/config", "file|/var/lib/docker/containers/*/config")]
    [InlineData("file|/data/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "file|/data/*")]
    [InlineData("file|/usr/lib/libssl.so.3", "file|/usr/lib/libssl.so.3")]
    [InlineData(null, "rule|Odd thing")]
    public void What_differs_each_time_is_left_out_of_paths_and_of_nothing_else(string? activity, string feature) =>
        Assert.Equal(feature, ReplicaFeatures.Of(Seen(activity)));

    [Fact]
    public void A_probe_is_a_feature_of_its_own() =>
        Assert.Equal("probe|liveness probe of web", ReplicaFeatures.Of(Seen("exec|/bin/sh") with { Probe = "liveness probe of web" }));

    private static ObservedSignal Seen(string? activity) => new(0, new Signal { Id = default, Sensor = "falco", Time = default, Rule = "Odd thing", Origin = SignalOrigin.None, Activity = activity }, []);
}
