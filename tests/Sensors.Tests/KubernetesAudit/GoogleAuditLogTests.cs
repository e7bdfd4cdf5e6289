using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.KubernetesAudit;

public sealed class GoogleAuditLogTests
{
    private const string Entry = """
        {"insertId":"x1","timestamp":"2026-06-02T10:14:20Z","resource":{"type":"k8s_cluster","labels":{"cluster_name":"prod"}},
         "labels":{"authorization.k8s.io/decision":"allow"},"operation":{"id":"op-1","first":true,"producer":"k8s.io"},
         "protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","serviceName":"k8s.io",
          "methodName":"io.k8s.core.v1.pods.exec.create","resourceName":"core/v1/namespaces/shop/pods/web-1/exec",
          "authenticationInfo":{"principalEmail":"alice@shop.example"},"requestMetadata":{"callerIp":"192.0.2.9","callerSuppliedUserAgent":"kubectl"}}}
        """;

    [Fact]
    public void An_entry_of_Cloud_Logging_says_what_the_audit_event_says()
    {
        var json = Encoding.UTF8.GetBytes(Entry);

        Assert.Equal(SensorNames.KubernetesAudit, SensorFormats.Detect(json)?.Name);
        var signal = ConformanceCases.Read(SensorNames.KubernetesAudit, json);
        Assert.Equal(
            ("create pods/exec", "shop", "web-1", "alice@shop.example", "allow", "ResponseStarted"),
            (signal.Rule, signal.Origin.Namespace, signal.Origin.Pod, signal.User, signal.Facts[AuditFacts.Decision], signal.Facts[AuditFacts.Stage]));
    }

    [Fact]
    public void A_denial_is_a_403()
    {
        var json = Encoding.UTF8.GetBytes(Entry.Replace("\"protoPayload\":{", "\"protoPayload\":{\"status\":{\"code\":7},", StringComparison.Ordinal));

        Assert.Equal("403", ConformanceCases.Read(SensorNames.KubernetesAudit, json).Facts[AuditFacts.Code]);
    }
}
