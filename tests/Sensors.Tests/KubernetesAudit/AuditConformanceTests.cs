using System.Text.Json;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.KubernetesAudit;

public sealed class AuditConformanceTests
{
    [Fact]
    public void Every_published_event_is_recognized_and_read()
    {
        foreach (var audit in Events())
        {
            var json = audit.Utf8();
            var signal = ConformanceCases.Read(SensorNames.KubernetesAudit, json);

            Assert.Equal(SensorNames.KubernetesAudit, SensorFormats.Detect(json)?.Name);
            Assert.Equal(audit.GetProperty("user").GetProperty("username").GetString(), signal.User);
            Assert.StartsWith($"{audit.GetProperty("verb").GetString()} {audit.GetProperty("objectRef").GetProperty("resource").GetString()}", signal.Rule, StringComparison.Ordinal);
            Assert.NotEqual(ConformanceCases.ReceivedAt, signal.Time);
        }
    }

    [Fact]
    public void Ids_are_the_same_for_true_repeats_only()
    {
        var contents = Events().Select(audit => audit.GetRawText()).Distinct().Count();

        var ids = Events().Select(audit => ConformanceCases.Read(SensorNames.KubernetesAudit, audit.Utf8()).Id).Distinct().Count();

        Assert.Equal(contents, ids);
    }

    [Fact]
    public void What_is_no_audit_event_is_refused_as_Falco_refuses_it()
    {
        var other = Assert.Single(AllEvents(), audit => !audit.TryGetProperty("auditID", out _));

        Assert.Null(SensorFormats.Detect(other.Utf8()));
        Assert.False(SensorFormats.Find(SensorNames.KubernetesAudit)!.TryRead(other.Utf8(), ConformanceCases.ReceivedAt, out _, out var error));
        Assert.Contains("not a Kubernetes audit event", error, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Events() => AllEvents().Where(audit => audit.TryGetProperty("auditID", out _));

    private static IEnumerable<JsonElement> AllEvents() => ConformanceCases.Load("falco_k8saudit.jsonl")
        .SelectMany(item => item.GetProperty("input").GetProperty("events").EnumerateArray());
}
