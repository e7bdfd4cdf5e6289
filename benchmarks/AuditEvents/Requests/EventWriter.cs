using System.Globalization;
using System.Text.Json;

namespace IncidentMesh.Benchmarks.AuditEvents.Requests;

/// <summary>Writes what the API server records of a request (audit.k8s.io/v1), members in its order.</summary>
internal static class EventWriter
{
    public static void Write(Utf8JsonWriter json, Request request, Cluster cluster)
    {
        var received = cluster.Tick();
        json.WriteStartObject();
        json.WriteString("kind", "Event");
        json.WriteString("apiVersion", "audit.k8s.io/v1");
        json.WriteString("level", request.Level);
        json.WriteString("auditID", cluster.NewUid());
        json.WriteString("stage", request.Stage);
        json.WriteString("requestURI", (request.Path ?? PathOf(request)) + request.Query);
        json.WriteString("verb", request.Verb);
        WriteUser(json, request.User, cluster);
        json.WriteStartArray("sourceIPs");
        json.WriteStringValue(request.User.Address);
        json.WriteEndArray();
        json.WriteString("userAgent", request.User.Agent);
        WriteTarget(json, request, cluster);
        json.WriteStartObject("responseStatus");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        if (request.Code == 403)
        {
            json.WriteString("status", "Failure");
            json.WriteString("message", $"{request.Resource} is forbidden: User \"{request.User.Name}\" cannot {request.Verb} resource \"{request.Resource}\"");
            json.WriteString("reason", "Forbidden");
        }

        json.WriteNumber("code", request.Code);
        json.WriteEndObject();
        WriteObject(json, "requestObject", request.Sent);
        WriteObject(json, "responseObject", request.Code < 400 ? request.Answered : null);
        json.WriteString("requestReceivedTimestamp", Time(received));
        json.WriteString("stageTimestamp", Time(received.AddTicks(cluster.Random.Next(20_000, 400_000))));
        json.WriteStartObject("annotations");
        json.WriteString("authorization.k8s.io/decision", request.Code == 403 ? "forbid" : "allow");
        json.WriteString("authorization.k8s.io/reason", request.Code == 403 ? "" : $"RBAC: allowed by ClusterRoleBinding \"{request.User.Name}\" of ClusterRole \"{request.User.Name}\" to User \"{request.User.Name}\"");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, Identity user, Cluster cluster)
    {
        json.WriteStartObject("user");
        json.WriteString("username", user.Name);
        if (user.Pod is not null)
            json.WriteString("uid", cluster.NewUid());
        json.WriteStartArray("groups");
        foreach (var group in user.Groups)
            json.WriteStringValue(group);
        json.WriteEndArray();
        if (user.Pod is not null)
        {
            json.WriteStartObject("extra");
            WriteExtra("credential-id", $"JTI={cluster.NewUid()}");
            WriteExtra("node-name", cluster.Node());
            WriteExtra("node-uid", cluster.NewUid());
            WriteExtra("pod-name", user.Pod);
            WriteExtra("pod-uid", cluster.NewUid());
            json.WriteEndObject();
        }

        json.WriteEndObject();

        void WriteExtra(string key, string value)
        {
            json.WriteStartArray("authentication.kubernetes.io/" + key);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }

    private static void WriteTarget(Utf8JsonWriter json, Request request, Cluster cluster)
    {
        if (request.Resource is null)
            return;
        json.WriteStartObject("objectRef");
        json.WriteString("resource", request.Resource);
        WriteIfThere("namespace", request.Namespace);
        WriteIfThere("name", request.Name);
        if (request.Name is not null && request.Verb is "update" or "patch")
            json.WriteString("uid", cluster.NewUid());
        WriteIfThere("apiGroup", request.Group.Length > 0 ? request.Group : null);
        json.WriteString("apiVersion", request.Version);
        if (request.Verb == "update")
            json.WriteString("resourceVersion", cluster.NewVersion());
        WriteIfThere("subresource", request.Subresource);
        json.WriteEndObject();

        void WriteIfThere(string member, string? value)
        {
            if (value is not null)
                json.WriteString(member, value);
        }
    }

    private static void WriteObject(Utf8JsonWriter json, string member, Action<Utf8JsonWriter>? write)
    {
        if (write is null)
            return;
        json.WritePropertyName(member);
        write(json);
    }

    private static string PathOf(Request request)
    {
        var path = request.Group.Length > 0 ? $"/apis/{request.Group}/{request.Version}" : $"/api/{request.Version}";
        if (request.Namespace is { } ns)
            path += $"/namespaces/{ns}";
        path += "/" + request.Resource;
        if (request.Name is { } name && request.Verb != "create" || request.Subresource is not null)
            path += "/" + request.Name;
        return request.Subresource is null ? path : $"{path}/{request.Subresource}";
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
