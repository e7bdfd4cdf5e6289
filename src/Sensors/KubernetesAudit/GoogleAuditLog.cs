using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>
/// GKE's audit events as Cloud Logging has them: the same facts in the words of Google's audit log. What the API server
/// itself wrote is gone, so the entry's insert id and time name it.
/// </summary>
internal static class GoogleAuditLog
{
    public static bool Is(EventView root) =>
        root["protoPayload"u8]["serviceName"u8].TextIs("k8s.io"u8) && root["protoPayload"u8]["methodName"u8].Name() is not null;

    public static Signal Read(EventView root, DateTimeOffset receivedAt)
    {
        var facts = Facts(root);
        var rule = AuditRecord.Rule(facts);
        var buffer = CanonicalBuffer.Begin("kubernetes-audit/1 google"u8);
        buffer.Part(root.Json, root["insertId"u8].Slice);
        buffer.Part(root.Json, root["timestamp"u8].Slice);
        buffer.Part(root.Json, root["protoPayload"u8].Slice);
        var id = buffer.ToId();
        return new Signal
        {
            Id = id,
            Sensor = SensorNames.KubernetesAudit,
            Time = EventTime.Choose(root["timestamp"u8].Time() ?? root["receiveTimestamp"u8].Time(), receivedAt),
            Rule = rule,
            Summary = AuditRecord.Summary(facts, rule),
            Origin = AuditOrigin.Of(facts, null),
            User = facts.GetValueOrDefault(AuditFacts.User),
            Facts = facts,
        };
    }

    private static Dictionary<string, string> Facts(EventView root)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        var payload = root["protoPayload"u8];
        Add(facts, AuditFacts.Verb, Last(payload["methodName"u8].Name()!));
        Resource(facts, payload["resourceName"u8].Text() ?? "");
        Add(facts, AuditFacts.User, payload["authenticationInfo"u8]["principalEmail"u8].Name());
        Add(facts, AuditFacts.SourceIp, payload["requestMetadata"u8]["callerIp"u8].Name());
        Add(facts, AuditFacts.UserAgent, payload["requestMetadata"u8]["callerSuppliedUserAgent"u8].Name());
        var labels = root["labels"u8];
        Add(facts, AuditFacts.Decision, labels["authorization.k8s.io/decision"u8].Name());
        Add(facts, AuditFacts.AuditId, root["operation"u8]["id"u8].Name());
        Add(facts, AuditFacts.ReceivedAt, root["timestamp"u8].Name());

        // An operation that is long, such as an exec, has a first and a last entry.
        var first = root["operation"u8]["first"u8].Name() == "true";
        var last = root["operation"u8]["last"u8].Name() == "true";
        Add(facts, AuditFacts.Stage, first && !last ? "ResponseStarted" : "ResponseComplete");
        Add(facts, AuditFacts.Code, Code(payload["status"u8]["code"u8].Number()));
        return facts;
    }

    /// <summary><c>core/v1/namespaces/shop/pods/web-1/exec</c>.</summary>
    private static void Resource(Dictionary<string, string> facts, string name)
    {
        var parts = name.Split('/');
        if (parts.Length < 3)
        {
            Add(facts, AuditFacts.Path, "/" + name);
            return;
        }

        if (parts[0] != "core")
            Add(facts, AuditFacts.ApiGroup, parts[0]);
        var rest = parts.AsSpan(2);
        if (rest.Length > 2 && rest[0] == "namespaces")
        {
            Add(facts, AuditFacts.Namespace, rest[1]);
            rest = rest[2..];
        }

        Add(facts, AuditFacts.Resource, rest[0]);
        Add(facts, AuditFacts.Name, rest.Length > 1 ? rest[1] : null);
        Add(facts, AuditFacts.Subresource, rest.Length > 2 ? rest[2] : null);
    }

    /// <summary>The last word of <c>io.k8s.core.v1.pods.exec.create</c>.</summary>
    private static string Last(string method) => method[(method.LastIndexOf('.') + 1)..];

    /// <summary>Google's codes of errors, as the HTTP status that they stand for; no status is success.</summary>
    private static string Code(long? code) => code switch
    {
        null or 0 => "200",
        3 => "400",
        5 => "404",
        6 or 10 => "409",
        7 => "403",
        8 => "429",
        16 => "401",
        14 => "503",
        >= 100 => code.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "500",
    };

    private static void Add(Dictionary<string, string> facts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            facts.TryAdd(name, value);
    }
}
