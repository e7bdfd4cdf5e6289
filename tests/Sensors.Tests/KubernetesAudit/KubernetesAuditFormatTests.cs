using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors.Tests.KubernetesAudit;

public sealed class KubernetesAuditFormatTests
{
    [Fact]
    public void The_container_is_read_behind_a_command_of_any_length()
    {
        var signal = Read($$$"""
            {"auditID":"1","stage":"ResponseStarted","verb":"get","user":{"username":"jonas"},
             "requestURI":"/api/v1/namespaces/shop/pods/web-0/exec?command=echo&command={{{new string('x', 6_000)}}}&container=web&stdin=true&tty=true",
             "objectRef":{"resource":"pods","namespace":"shop","name":"web-0","apiVersion":"v1","subresource":"exec"}}
            """);

        Assert.Equal((512, "web", "true"), (signal.Facts[AuditFacts.Command].Length, signal.Facts[AuditFacts.Container], signal.Facts[AuditFacts.Terminal]));
    }

    [Fact]
    public void A_debug_container_is_the_last_one_that_is_sent()
    {
        var signal = Read("""
            {"auditID":"1","stage":"ResponseComplete","verb":"patch","user":{"username":"jonas"},"requestURI":"/api/v1/namespaces/shop/pods/web-0/ephemeralcontainers",
             "objectRef":{"resource":"pods","namespace":"shop","name":"web-0","apiVersion":"v1","subresource":"ephemeralcontainers"},
             "requestObject":{"spec":{"ephemeralContainers":[{"name":"debugger-old"},{"name":"debugger-x2x4z","image":"busybox","command":["sh"],"args":["-c","id"],"tty":true}]}}}
            """);

        Assert.Equal(("debugger-x2x4z", "sh -c id", "true"), (signal.Facts[AuditFacts.Container], signal.Facts[AuditFacts.Command], signal.Facts[AuditFacts.Terminal]));
    }

    [Fact]
    public void An_exec_becomes_a_signal_of_the_pod_with_its_command()
    {
        var signal = Read("""
            {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"0d1c","stage":"ResponseStarted",
             "requestURI":"/api/v1/namespaces/shop/pods/web-0/exec?command=sh&command=-c&command=ps+aux%20%7C%20grep&container=web",
             "verb":"create","user":{"username":"jonas","groups":["sre","system:authenticated"]},"impersonatedUser":{"username":"root-ish","groups":["x"]},
             "sourceIPs":["198.51.100.9","10.0.0.4"],"userAgent":"kubectl","objectRef":{"resource":"pods","namespace":"shop","name":"web-0","apiVersion":"v1","subresource":"exec"},
             "responseStatus":{"metadata":{},"code":101},"requestReceivedTimestamp":"2026-06-02T09:00:00.000001Z","stageTimestamp":"2026-06-02T09:00:01.5Z",
             "annotations":{"authorization.k8s.io/decision":"allow"}}
            """);

        Assert.Equal(SensorNames.KubernetesAudit, signal.Sensor);
        Assert.Equal(Severity.Unknown, signal.Severity);
        Assert.Equal("create pods/exec", signal.Rule);
        Assert.Equal("jonas", signal.User);
        Assert.Equal("jonas as root-ish: create pods/exec shop/web-0: sh -c ps aux | grep (101)", signal.Summary);
        Assert.Equal(DateTimeOffset.Parse("2026-06-02T09:00:01.5Z", null), signal.Time);
        Assert.Equal(new SignalOrigin { Namespace = "shop", Pod = "web-0" }, signal.Origin);
        Assert.Null(signal.Activity);
        Assert.Equal(
            new Dictionary<string, string>
            {
                [AuditFacts.AuditId] = "0d1c",
                [AuditFacts.Stage] = "ResponseStarted",
                [AuditFacts.Verb] = "create",
                [AuditFacts.Resource] = "pods",
                [AuditFacts.Subresource] = "exec",
                [AuditFacts.Namespace] = "shop",
                [AuditFacts.Name] = "web-0",
                [AuditFacts.User] = "jonas",
                [AuditFacts.ImpersonatedUser] = "root-ish",
                [AuditFacts.Groups] = "sre,system:authenticated",
                [AuditFacts.Code] = "101",
                [AuditFacts.Decision] = "allow",
                [AuditFacts.UserAgent] = "kubectl",
                [AuditFacts.SourceIp] = "10.0.0.4",
                [AuditFacts.ReceivedAt] = "2026-06-02T09:00:00.000001Z",
                [AuditFacts.Command] = "sh -c ps aux | grep",
                [AuditFacts.Container] = "web",
            },
            signal.Facts);
    }

    [Fact]
    public void A_service_accounts_request_is_activity_of_the_pod_whose_token_it_used()
    {
        var signal = Read("""
            {"auditID":"1","stage":"ResponseComplete","verb":"list","requestURI":"/api/v1/namespaces/billing/secrets",
             "user":{"username":"system:serviceaccount:shop:web","extra":{"authentication.kubernetes.io/pod-name":["web-6d8f7c9b5d-x7k2p"],"other":["y"]}},
             "objectRef":{"resource":"secrets","namespace":"billing"}}
            """);

        Assert.Equal(new SignalOrigin { Namespace = "shop", Pod = "web-6d8f7c9b5d-x7k2p" }, signal.Origin);
        Assert.Equal("api|list secrets", signal.Activity);
    }

    [Theory]
    [InlineData("""{"resource":"nodes","name":"worker-1"}""", null, null, "worker-1")]
    [InlineData("""{"resource":"pods","namespace":"shop","name":"web-0","subresource":"log"}""", "shop", "web-0", null)]
    [InlineData("""{"resource":"pods","namespace":"shop"}""", "shop", null, null)]
    [InlineData("""{"resource":"pods","namespace":"shop","name":"web-0","apiGroup":"metrics.k8s.io"}""", "shop", null, null)]
    [InlineData("null", null, null, null)]
    public void The_origin_is_what_the_request_is_about(string objectRef, string? place, string? pod, string? node)
    {
        var origin = Read($$"""{"auditID":"1","verb":"get","objectRef":{{objectRef}}}""").Origin;

        Assert.Equal((place, pod, node), (origin.Namespace, origin.Pod, origin.Node));
    }

    [Theory]
    [InlineData("/healthz/etcd?verbose", "get /healthz", "/healthz/etcd")]
    [InlineData("/", "get /", "/")]
    public void A_request_without_resource_is_named_by_the_first_part_of_its_path(string uri, string rule, string path)
    {
        var signal = Read($$"""{"auditID":"1","verb":"get","requestURI":"{{uri}}"}""");

        Assert.Equal((rule, path), (signal.Rule, signal.Facts[AuditFacts.Path]));
    }

    [Fact]
    public void Events_with_an_audit_id_of_the_clients_choice_are_told_apart()
    {
        const string Exec = """{"auditID":"mine","stage":"ResponseComplete","verb":"create","requestURI":"/a","user":{"username":"u"},"requestReceivedTimestamp":"2026-06-02T09:00:00.000001Z"}""";

        var first = Read(Exec).Id;

        Assert.Equal(first, Read(Exec.Replace("000001Z", "00000100Z", StringComparison.Ordinal)).Id);
        Assert.NotEqual(first, Read(Exec.Replace("000001Z", "000002Z", StringComparison.Ordinal)).Id);
        Assert.NotEqual(first, Read(Exec.Replace("/a", "/b", StringComparison.Ordinal)).Id);
        Assert.NotEqual(first, Read(Exec.Replace("Complete", "Started", StringComparison.Ordinal)).Id);
    }

    [Fact]
    public void Without_an_audit_id_the_whole_content_counts()
    {
        var first = Read("""{"verb":"get","stage":"Panic","requestObject":{"a":1,"b":[1,2.0]}}""").Id;

        Assert.Equal(first, Read("""{ "requestObject": {"b":[1, 2], "a":1}, "verb":"get", "stage":"Panic"}""").Id);
        Assert.NotEqual(first, Read("""{"verb":"get","stage":"Panic","requestObject":{"a":1,"b":[2,1]}}""").Id);
    }

    [Theory]
    [InlineData("""{"kind":"Event","apiVersion":"v1","reason":"Killing","verb":"x"}""")]
    [InlineData("""{"kind":"Pod","auditID":"1"}""")]
    [InlineData("""{"kind":0}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"auditID\":\"1\"")]
    public void What_is_no_audit_event_is_refused(string json)
    {
        Assert.False(SensorFormats.Find(SensorNames.KubernetesAudit)!.TryRead(Encoding.UTF8.GetBytes(json), ConformanceCases.ReceivedAt, out _, out var error));
        Assert.NotEmpty(error);
        Assert.Null(SensorFormats.Detect(Encoding.UTF8.GetBytes(json)));
    }

    private static Signal Read(string json) => ConformanceCases.Read(SensorNames.KubernetesAudit, Encoding.UTF8.GetBytes(json));
}
