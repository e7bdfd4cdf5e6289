using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.Falco;

public sealed class FalcoFormatTests
{
    private static readonly DateTimeOffset ReceivedAt = ConformanceCases.ReceivedAt;

    [Fact]
    public void A_whole_alert_becomes_a_signal()
    {
        var signal = Read("""
            {"hostname":"worker-3","time":"2026-06-02T09:14:07.123456789Z","priority":"Warning","rule":"Read sensitive file untrusted",
             "source":"syscall","tags":["T1555","mitre_credential_access"],
             "output":"09:14:07.123456789: Warning Sensitive file opened (file=/etc/shadow)",
             "output_fields":{"container.id":"5892b41bcf46","container.name":"web","container.image.repository":"shop/web","container.image.tag":"4.18",
               "evt.type":"openat","fd.name":"/etc/shadow","k8s.ns.name":"shop","k8s.pod.name":"web-6d8f7c9b5d-x7k2p","user.name":"root","proc.tty":0}}
            """);

        Assert.Equal(SensorNames.Falco, signal.Sensor);
        Assert.Equal(DateTimeOffset.Parse("2026-06-02T09:14:07.1234567Z", null), signal.Time);
        Assert.Equal(Severity.Medium, signal.Severity);
        Assert.Equal("Read sensitive file untrusted", signal.Rule);
        Assert.Equal("Sensitive file opened (file=/etc/shadow)", signal.Summary);
        Assert.Equal("root", signal.User);
        Assert.Equal(["T1555", "mitre_credential_access"], signal.Tags);
        Assert.Equal("file|/etc/shadow", signal.Activity);
        Assert.Equal(
            new SignalOrigin
            {
                Namespace = "shop",
                Pod = "web-6d8f7c9b5d-x7k2p",
                ContainerId = "5892b41bcf46",
                ContainerName = "web",
                Image = "shop/web:4.18",
                Node = "worker-3",
            },
            signal.Origin);
    }

    [Theory]
    [InlineData("Emergency", Severity.Fatal)]
    [InlineData("ALERT", Severity.Critical)]
    [InlineData("critical", Severity.Critical)]
    [InlineData("eRRor", Severity.High)]
    [InlineData("WARNING", Severity.Medium)]
    [InlineData("Notice", Severity.Low)]
    [InlineData("Info", Severity.Informational)]
    [InlineData("informational", Severity.Informational)]
    [InlineData("Debug", Severity.Informational)]
    [InlineData("2", Severity.Critical)]
    [InlineData("Weird", Severity.Unknown)]
    [InlineData("", Severity.Unknown)]
    public void Priorities_are_read_in_any_case(string priority, Severity expected) =>
        Assert.Equal(expected, Read($$"""{"rule":"r","priority":"{{priority}}"}""").Severity);

    [Theory]
    [InlineData("""{"\u0072ule":"r","priority":"Notice"}""")]
    [InlineData("""{"rule":"r","priority":"Notice","\ud800":1}""")]
    [InlineData("""{"\udc00\ud800":{},"rule":"r","priority":"Notice"}""")]
    public void Escaped_names_are_read_and_half_a_surrogate_pair_in_one_does_no_harm(string json)
    {
        Assert.True(SensorFormats.Find(SensorNames.Falco)!.Recognizes(Encoding.UTF8.GetBytes(json)));
        Assert.Equal("r", Read(json).Rule);
    }

    [Theory]
    [InlineData("""{"rule":"r"}""")]
    [InlineData("""{"rule":"r","priority":null,"output":null,"output_fields":null,"tags":null,"time":null,"source":null,"hostname":null}""")]
    [InlineData("""{"rule":"r","output_fields":[],"tags":"x","time":17,"source":{},"hostname":[1],"priority":{}}""")]
    [InlineData("""{"rule":"r","output_fields":{"k8s.ns.name":null,"k8s.pod.name":"<NA>","container.id":"","fd.name":null,"user.name":{},"evt.time":"soon"}}""")]
    public void What_is_missing_or_odd_is_left_out(string json)
    {
        var signal = Read(json);

        Assert.Equal(ReceivedAt, signal.Time);
        Assert.Equal((null, null, null), (signal.Origin.Namespace, signal.Origin.Pod, signal.Origin.ContainerId));
        Assert.Null(signal.User);
        Assert.Equal("rule|r", signal.Activity);
        Assert.Empty(signal.Facts);
    }

    [Theory]
    [InlineData("""{"time":"2026-06-02T09:14:07Z"}""", "2026-06-02T09:14:07Z")]
    [InlineData("""{"time":"2026-06-02T11:14:07.5+02:00"}""", "2026-06-02T09:14:07.5Z")]
    [InlineData("""{"time":"2026-06-02T09:14:07.123456789+0000"}""", "2026-06-02T09:14:07.1234567Z")]
    [InlineData("""{"time":"2026-02-30T09:14:07Z","output_fields":{"evt.time":1780391647000000000}}""", "2026-06-02T09:14:07Z")]
    [InlineData("""{"time":"2021-04-13T20:58:00.746609046Z+2","output_fields":{"evt.time":1618347519000000}}""", "2021-04-13T20:58:39Z")]
    [InlineData("""{"output_fields":{"evt.time":"1780391647123456789"}}""", "2026-06-02T09:14:07.1234567Z")]
    [InlineData("""{"output_fields":{"evt.time.iso8601":1780391647000000000}}""", "2026-06-02T09:14:07Z")]
    [InlineData("""{"output_fields":{"evt.time":1780391647}}""", "2026-06-02T09:14:07Z")]
    public void Times_are_read_in_all_the_ways_they_are_written(string members, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), Read($$"""{"rule":"r",{{members[1..]}}""").Time);

    [Fact]
    public void A_time_far_ahead_is_not_believed()
    {
        Assert.Equal(ReceivedAt, Read("""{"rule":"r","time":"2999-01-01T00:00:00Z"}""").Time);
        Assert.Equal(ReceivedAt.AddMinutes(10), Read($$"""{"rule":"r","time":"{{ReceivedAt.AddMinutes(10):yyyy-MM-ddTHH:mm:ssZ}}"}""").Time);
    }

    [Theory]
    [InlineData("""{"evt.type":"execve","proc.exepath":"/usr/bin/curl","proc.name":"curl"}""", "exec|/usr/bin/curl")]
    [InlineData("""{"evt.type":"execveat","proc.exepath":"<NA>","proc.name":"curl"}""", "exec|curl")]
    [InlineData("""{"evt.type":"connect","fd.name":"10.0.0.1:4431->203.0.113.7:443","fd.l4proto":"tcp"}""", "connect|203.0.113.7:443/tcp")]
    [InlineData("""{"fd.name":"10.0.0.1:4431-\u003e203.0.113.7:443"}""", "connect|203.0.113.7:443")]
    [InlineData("""{"evt.type":"open","fd.name":"/etc/a->b"}""", "file|/etc/a->b")]
    [InlineData("""{"evt.type":"mount"}""", "rule|r")]
    [InlineData("""{"evt.type":"open","fd.name":"/tmp/tmpab3d9x"}""", "file|/tmp/*")]
    [InlineData("""{"evt.type":"open","fd.name":"/proc/4711/environ"}""", "file|/proc/*/environ")]
    [InlineData("""{"evt.type":"open","fd.name":"/var/lib/docker/containers/0123456789abcdef/config"}""", "file|/var/lib/docker/containers/*/config")]
    [InlineData("""{"evt.type":"open","fd.name":"/data/3f2504e0-4f89-11d3-9a0c-0305e82c3301"}""", "file|/data/*")]
    [InlineData("""{"evt.type":"open","fd.name":"/usr/lib/libssl.so.3"}""", "file|/usr/lib/libssl.so.3")]
    [InlineData("""{"evt.type":"execve","proc.exepath":"/tmp/x9"}""", "exec|/tmp/x9")]
    public void Activity_tells_what_was_done(string fields, string expected) =>
        Assert.Equal(expected, Read($$"""{"rule":"r","output_fields":{{fields}}}""").Activity);

    [Fact]
    public void What_happened_on_the_host_is_the_nodes()
    {
        var origin = Read("""{"rule":"r","hostname":"worker-1","output_fields":{"container.id":"host","container.name":"host"}}""").Origin;

        Assert.Equal(new SignalOrigin { Node = "worker-1", OnHost = true }, origin);
    }

    [Fact]
    public void A_plugins_event_did_not_happen_where_Falco_runs()
    {
        Assert.Null(Read("""{"rule":"r","hostname":"worker-1","source":"okta"}""").Origin.Node);
        Assert.Equal("worker-1", Read("""{"rule":"Falco internal: syscall event drop","hostname":"worker-1","source":"internal"}""").Origin.Node);
    }

    [Fact]
    public void Alerts_about_audit_events_belong_to_what_was_asked_for()
    {
        var signal = Read("""
            {"rule":"Attach/Exec Pod","source":"k8s_audit","hostname":"falco-0","output_fields":{"ka.target.name":"web-0",
             "ka.target.namespace":"shop","ka.target.resource":"pods","ka.target.subresource":"exec","ka.user.name":"jonas"}}
            """);

        Assert.Equal(new SignalOrigin { Namespace = "shop", Pod = "web-0" }, signal.Origin);
        Assert.Equal("jonas", signal.User);
        Assert.Equal("jonas", signal.Facts[AuditFacts.User]);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "names no rule")]
    [InlineData("""{"rule":null}""", "names no rule")]
    [InlineData("""{"rule":""}""", "names no rule")]
    [InlineData("""{"rule":"r",}""", "not JSON")]
    [InlineData("""{"rule":"r"} {}""", "not JSON")]
    public void What_is_no_alert_is_refused_with_the_reason(string json, string reason)
    {
        Assert.False(SensorFormats.Find(SensorNames.Falco)!.TryRead(Encoding.UTF8.GetBytes(json), ReceivedAt, out var signal, out var error));
        Assert.Null(signal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_cut_where_the_contract_says_so()
    {
        var tags = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"t{i}\""));

        var signal = Read($$$"""
            {"rule":"r","output":"{{{new string('é', 5000)}}}","tags":[{{{tags}}}],
             "output_fields":{"evt.type":"execve","proc.exepath":"/{{{new string('x', 5000)}}}"}}
            """);

        Assert.Equal(1024, signal.Summary.Length);
        Assert.Equal(32, signal.Tags.Count);
        Assert.Equal(256, signal.Activity!.Length);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_survived() =>
        Assert.Equal("\uFFFD", Read("""{"rule":"r","output":"\ud800"}""").Summary[..1]);

    private static Signal Read(string json) => ConformanceCases.Read(SensorNames.Falco, Encoding.UTF8.GetBytes(json));
}
