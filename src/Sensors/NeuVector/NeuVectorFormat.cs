using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.NeuVector;

/// <summary>
/// NeuVector's webhook: incidents of processes and files, threats in packets, and violations of network rules. Levels
/// are syslog's, a threat also has a severity in words; the worse one counts.
/// </summary>
internal sealed class NeuVectorFormat() : MappedFormat(SensorNames.NeuVector, "a NeuVector event")
{
    protected override string Expected => "it has no reported_timestamp with a name and a workload, client or server.";

    protected override bool IsEvent(EventView root) =>
        (root["reported_timestamp"u8].IsKnown || root["reported_at"u8].IsKnown)
        && (root["name"u8].Name() is not null || root["policy_action"u8].IsKnown)
        && (root["level"u8].IsKnown || root["severity"u8].IsKnown || root["policy_action"u8].IsKnown);

    protected override void Map(EventView root, SignalDraft draft)
    {
        draft.Time = root["reported_timestamp"u8].Epoch() ?? root["reported_at"u8].Time();
        draft.Severity = Judge(root["severity"u8].Name()) is var severity && Judge(root["level"u8].Name()) is var level && severity > level ? severity : level;
        draft.Set("evt.hostname", root["host_name"u8].Name());
        draft.OnHost = !root["workload_id"u8].IsKnown && !root["client_workload_id"u8].IsKnown && !root["server_workload_id"u8].IsKnown && !root["client_id"u8].IsKnown;
        if (root["policy_action"u8].IsKnown)
            MapViolation(root, draft);
        else if (root["threat_id"u8].IsKnown || root["client_workload_id"u8].IsKnown)
            MapThreat(root, draft);
        else
            MapIncident(root, draft);

        draft.Id = Identify(root);
        if (root["message"u8].Text() is { } message)
            draft.Summary = message;
    }

    private static void MapIncident(EventView root, SignalDraft draft)
    {
        var name = root["name"u8].Name();
        draft.Rule = name;
        draft.Set("evt.type", name?.StartsWith("Process", StringComparison.Ordinal) == true || root["proc_path"u8].IsKnown ? "execve" : "open");
        draft.Process(root["proc_path"u8].Text() ?? root["proc_name"u8].Text(), null);
        draft.Set("proc.name", root["proc_name"u8].Text());
        draft.CommandLine(root["proc_cmd"u8].Text());
        draft.Set("user.name", root["proc_effective_user"u8].Name());
        draft.Ancestor(1, root["proc_parent_path"u8].Text() ?? root["proc_parent_name"u8].Text(), null, null);
        draft.File(root["file_path"u8].Text());
        Place(root["workload_domain"u8].Name(), root["workload_name"u8].Name(), root["workload_id"u8].Name(), root["workload_image"u8].Name(), draft);
        draft.Summary = $"{name}: {root["proc_path"u8].Text() ?? root["file_path"u8].Text()} ({root["action"u8].Name() ?? "no action"})";
    }

    /// <summary>The pod on whose side it was seen: the target of the attack, or else the client.</summary>
    private static void MapThreat(EventView root, SignalDraft draft)
    {
        draft.Rule = root["name"u8].Name();
        draft.Set("evt.type", "accept");
        Connect(root, draft);
        if (root["target"u8].TextIs("client"u8))
            Place(root["client_workload_domain"u8].Name(), root["client_workload_name"u8].Name(), root["client_workload_id"u8].Name(), root["client_workload_image"u8].Name(), draft);
        else
            Place(root["server_workload_domain"u8].Name(), root["server_workload_name"u8].Name(), root["server_workload_id"u8].Name(), root["server_workload_image"u8].Name(), draft);
        draft.Summary = $"{draft.Rule}: {draft["fd.name"]} ({root["action"u8].Name()})";
    }

    private static void MapViolation(EventView root, SignalDraft draft)
    {
        draft.Rule = $"network violation: {root["policy_action"u8].Name()}";
        draft.Set("evt.type", "connect");
        Connect(root, draft);
        Place(root["client_domain"u8].Name(), root["client_name"u8].Name(), root["client_id"u8].Name(), root["client_image"u8].Name(), draft);
        draft.Set("fd.sip.name", root["fqdn"u8].Name());
        draft.Summary = $"{root["client_name"u8].Name()} to {root["server_name"u8].Name()}: {draft["fd.name"]}, {root["policy_action"u8].Name()} by rule {root["policy_id"u8].Name()}";
    }

    private static void Connect(EventView root, SignalDraft draft) =>
        draft.Connection(
            root["ip_proto"u8].Number() switch { 6 => "tcp", 17 => "udp", 1 => "icmp", _ => null },
            root["client_ip"u8].Name(), root["client_port"u8].Name(), root["server_ip"u8].Name(), root["server_port"u8].Name());

    private static void Place(string? domain, string? workload, string? id, string? image, SignalDraft draft)
    {
        draft.Set("k8s.ns.name", domain);
        draft.Set("k8s.pod.name", workload);
        draft.Container(id, null, image);
    }

    /// <summary>Reports of the same are counted up under one id while they last; a count is an event.</summary>
    private static SignalId Identify(EventView root)
    {
        ReadOnlySpan<string> members =
        [
            "id", "name", "reported_timestamp", "reported_at", "host_id", "host_name", "workload_id", "client_workload_id", "server_workload_id",
            "client_id", "server_id", "client_ip", "server_ip", "client_port", "server_port", "proc_path", "proc_cmd", "file_path",
            "threat_id", "policy_id", "count", "sessions", "action", "policy_action", "group", "rule_id",
        ];
        return IdOf("neuvector/1"u8, root, members);
    }

    private static Severity Judge(string? word) => word?.ToLowerInvariant() switch
    {
        "emergency" => Severity.Fatal,
        "alert" or "critical" => Severity.Critical,
        "error" or "high" => Severity.High,
        "warning" or "medium" => Severity.Medium,
        "notice" or "low" => Severity.Low,
        "info" or "debug" => Severity.Informational,
        _ => Severity.Unknown,
    };
}
