using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing;

namespace IncidentMesh.Sensors.Tests.Envelopes;

public sealed class EventSorterTests
{
    private static readonly string[] Sensors =
    [
        "falco", "hubble", "inspektor-gadget", "kubearmor", "kubernetes-events", "kubescape", "native", "neuvector", "stackrox", "tetragon", "tracee",
    ];

    private static readonly string Audit = Encoding.UTF8.GetString(SampleFiles.Read("kubernetes-audit/audit-log.ndjson")).Split('\n')[0];

    [Fact]
    public void Lines_of_all_sensors_in_turn_each_go_to_their_own()
    {
        var lines = Sensors.SelectMany(sensor =>
            Encoding.UTF8.GetString(SampleFiles.Read($"{sensor}/web-shop.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select((line, index) => (Sensor: sensor, Line: line, Index: index)))
            .OrderBy(one => one.Index).ToList();

        var sorted = Sort(string.Join('\n', lines.Select(one => one.Line)), out var rejected);

        Assert.Empty(rejected);
        Assert.Equal(Sensors, sorted.Select(one => one.Format));
        Assert.All(sorted, one => Assert.Equal(
            lines.Where(line => line.Sensor == one.Format).Select(line => line.Line),
            one.Events.Select(range => Encoding.UTF8.GetString(one.Body[range].Span))));
    }

    [Fact]
    public void An_event_of_no_known_sensor_is_left_with_its_line()
    {
        Sort($"{Audit}\n{{\"greeting\":\"hello\"}}", out var rejected);

        var left = Assert.Single(rejected);
        Assert.Equal((2, "no event of a sensor that is known here."), (left.Line, left.Error));
    }

    [Fact]
    public void An_audit_event_is_the_same_in_each_cloud_s_envelope()
    {
        var bare = Id(Audit);
        var text = JsonSerializer.Serialize(Audit);
        var coded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Audit));
        string[] enveloped =
        [
            $$"""{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"/aws/eks/prod/cluster","logStream":"kube-apiserver-audit-1","logEvents":[{"id":"3","timestamp":1780391400000,"message":{{text}}}]}""",
            $$"""{"events":[{"timestamp":1780391400000,"ingestionTime":1780391401000,"eventId":"3","logStreamName":"kube-apiserver-audit-1","message":{{text}}}]}""",
            $$"""{"timestamp":1780391400000,"ingestionTime":1780391401000,"message":{{text}}}""",
            $$$"""{"records":[{"category":"kube-audit","time":"2026-06-02T09:10:00Z","operationName":"Microsoft.ContainerService/managedClusters/diagnosticLogs/Read","properties":{"log":{{{text}}},"stream":"stdout","pod":"kube-apiserver-1"}}]}""",
            $$"""{"specversion":"1.0","id":"9","source":"/relay","type":"audit","datacontenttype":"application/json","data":{{Audit}}}""",
            $$"""[{"specversion":"1.0","id":"9","source":"/relay","type":"audit","data":{{text}}}]""",
            $$"""{"specversion":"1.0","id":"9","source":"/relay","type":"audit","data_base64":"{{coded}}"}""",
        ];

        Assert.All(enveloped, body => Assert.Equal(bare, Id(body)));
    }

    [Fact]
    public void A_control_message_of_CloudWatch_is_taken_and_holds_nothing()
    {
        var sorted = Sort("""{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","logEvents":[]}""", out var rejected);

        Assert.Empty(sorted);
        Assert.Empty(rejected);
    }

    [Theory]
    [InlineData("""{"records":[{"category":"guard","properties":{}}]}""", "an envelope without an event in it.")]
    [InlineData("""{"specversion":"1.0","id":"9","source":"/relay","type":"audit","data":"not json"}""", "in its envelope: ")]
    [InlineData("""{"specversion":"1.0","id":"9","source":"/relay","type":"audit","data":{"hello":1}}""", "in its envelope: no event of a sensor")]
    public void What_cannot_be_read_in_an_envelope_is_left_with_a_reason(string body, string reason)
    {
        Sort(body, out var rejected);

        Assert.StartsWith(reason, Assert.Single(rejected).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Alerts_in_one_list_are_an_event_each()
    {
        const string Alert = """{"alertName":"Drift","ruleID":"R1001","message":"m","severity":8,"timestamp":"2026-06-02T10:14:22Z","podName":"web-1","podNamespace":"shop","infectedPID":""";
        var sorted = Sort($$$"""{"kind":"RuntimeAlerts","apiVersion":"kubescape.io/v1","spec":{"alerts":[{{{Alert}}}1},{{{Alert}}}2}]}}""", out var rejected);

        Assert.Empty(rejected);
        Assert.Equal((SensorNames.Kubescape, 2), (Assert.Single(sorted).Format, sorted[0].Events.Count));
    }

    [Fact]
    public void What_kubectl_lists_are_events_of_Kubernetes()
    {
        const string Event = """{"apiVersion":"v1","kind":"Event","reason":"Killing","involvedObject":{"kind":"Pod","name":"web-1"}}""";

        var sorted = Sort($$"""{"apiVersion":"v1","items":[{{Event}},{{Event}}],"kind":"List"}""", out var rejected);

        Assert.Empty(rejected);
        Assert.Equal((SensorNames.KubernetesEvents, 2), (Assert.Single(sorted).Format, sorted[0].Events.Count));
    }

    private static SignalId Id(string body)
    {
        var one = Assert.Single(Sort(body, out var rejected));
        Assert.Empty(rejected);
        return ConformanceCases.Read(one.Format, one.Body[Assert.Single(one.Events)].Span).Id;
    }

    private static IReadOnlyList<SortedEvents> Sort(string text, out IReadOnlyList<RejectedEvent> rejected)
    {
        var body = Encoding.UTF8.GetBytes(text);
        return EventSorter.Sort(body, EventSplitter.Split(body, SplitLimits.Default), SplitLimits.Default, out rejected);
    }
}
