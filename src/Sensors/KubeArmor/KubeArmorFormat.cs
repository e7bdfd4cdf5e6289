using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.KubeArmor;

/// <summary>
/// Alerts and logs of KubeArmor's relay. A policy's severity is 1 to 10: up to 3 is low, up to 6 medium, up to 8 high,
/// more critical; an alert of a policy without one is medium, and a log has none.
/// </summary>
internal sealed class KubeArmorFormat() : MappedFormat(SensorNames.KubeArmor, "a KubeArmor event")
{
    private static readonly string[] Identity =
    [
        "Timestamp", "UpdatedTime", "HostName", "NamespaceName", "PodName", "ContainerID", "HostPID", "PID", "HostPPID", "PPID",
        "UID", "ProcessName", "ParentProcessName", "PolicyName", "Type", "Source", "Operation", "Resource", "Data", "Action", "Result",
    ];

    protected override string Expected => "it has no Operation with Source, Resource or Type.";

    protected override bool IsEvent(EventView root) =>
        root["Operation"u8].Name() is not null
        && (root["Type"u8].IsKnown || root["Resource"u8].IsKnown || root["Source"u8].IsKnown)
        && (root["HostName"u8].IsKnown || root["PodName"u8].IsKnown || root["ClusterName"u8].IsKnown || root["HostPID"u8].IsKnown);

    protected override void Map(EventView root, SignalDraft draft)
    {
        draft.Id = IdOf("kubearmor/1"u8, root, Identity);
        draft.Time = root["UpdatedTime"u8].Time() ?? root["Timestamp"u8].Epoch();
        MapPlace(root, draft);
        var operation = root["Operation"u8].Name();
        if (operation == "AlertThreshold")
        {
            draft.Health("KubeArmor alert threshold", $"KubeArmor holds back alerts of {draft["k8s.pod.name"] ?? draft["evt.hostname"]}: {root["Message"u8].Text() ?? "its threshold was reached"}.");
            return;
        }

        MapProcess(root, draft, operation);
        draft.Set("evt.type", SystemCall(root["Data"u8].Text()) ?? operation?.ToLowerInvariant());
        KubeArmorResource.Map(operation, root["Resource"u8].Text(), draft);

        var policy = root["PolicyName"u8].Name();
        draft.Rule = policy ?? $"{root["Type"u8].Name() ?? "log"} {operation}";
        draft.Severity = Judge(root["Severity"u8].Number(), isAlert: policy is not null);
        MapTags(root, draft);
        var action = root["Action"u8].Name() is { } taken ? $" ({taken}: {root["Result"u8].Name()})" : "";
        draft.Summary = $"{root["Message"u8].Text() ?? draft.Rule}: {operation} {root["Resource"u8].Text()} by {root["Source"u8].Text()}{action}";
    }

    private static void MapPlace(EventView root, SignalDraft draft)
    {
        draft.Set("evt.hostname", root["HostName"u8].Name());
        draft.Set("k8s.ns.name", root["NamespaceName"u8].Name());
        draft.Set("k8s.pod.name", root["PodName"u8].Name());
        draft.Container(root["ContainerID"u8].Name(), root["ContainerName"u8].Name(), root["ContainerImage"u8].Name());
        draft.OnHost = draft["container.id"] is null && draft["k8s.pod.name"] is null;
    }

    /// <summary>The source is the line of the acting process; of an execution it is the one that executed.</summary>
    private static void MapProcess(EventView root, SignalDraft draft, string? operation)
    {
        draft.Process(root["ProcessName"u8].Text(), null);
        draft.CommandLine((operation == "Process" ? root["Resource"u8] : root["Source"u8]).Text());
        draft.Set("proc.pid", root["HostPID"u8].Name() ?? root["PID"u8].Name());
        draft.Set("proc.vpid", root["PID"u8].Name());
        draft.Set("user.uid", root["UID"u8].Name());
        draft.Ancestor(1, root["ParentProcessName"u8].Text(), null, root["HostPPID"u8].Name() ?? root["PPID"u8].Name());
    }

    private static void MapTags(EventView root, SignalDraft draft)
    {
        var list = root["ATags"u8];
        if (list.IsArray)
            foreach (var tag in list)
                Tag(tag.Name(), draft);
        else
            foreach (var tag in (root["Tags"u8].Text() ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                Tag(tag, draft);
    }

    /// <summary><c>MITRE_T1036_masquerading</c> names a technique, which is read without its beginning.</summary>
    private static void Tag(string? tag, SignalDraft draft) =>
        draft.Tag(tag?.StartsWith("MITRE_T", StringComparison.Ordinal) == true ? tag["MITRE_".Length..] : tag);

    private static Severity Judge(long? severity, bool isAlert) => severity switch
    {
        >= 1 and <= 3 => Severity.Low,
        > 3 and <= 6 => Severity.Medium,
        > 6 and <= 8 => Severity.High,
        > 8 => Severity.Critical,
        _ => isAlert ? Severity.Medium : Severity.Unknown,
    };

    /// <summary><c>syscall=SYS_OPENAT fd=-100</c> is <c>openat</c>.</summary>
    private static string? SystemCall(string? data)
    {
        const string Prefix = "syscall=SYS_";
        if (data?.StartsWith("kprobe=tcp_accept", StringComparison.Ordinal) == true)
            return "accept";
        if (data?.StartsWith("kprobe=tcp_connect", StringComparison.Ordinal) == true)
            return "connect";
        if (data?.IndexOf(Prefix, StringComparison.Ordinal) is not (>= 0 and var at))
            return null;
        var rest = data[(at + Prefix.Length)..];
        var end = rest.IndexOf(' ', StringComparison.Ordinal);
        return (end < 0 ? rest : rest[..end]).ToLowerInvariant();
    }
}
