using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Tracee;

/// <summary>
/// Events of Aqua Tracee's JSON output, old ones with flat container members too. Its signatures judge: severity 0 is
/// informational, 1 low, 2 medium, 3 high, 4 critical; plain events have none.
/// </summary>
internal sealed class TraceeFormat() : MappedFormat(SensorNames.Tracee, "a Tracee event")
{
    /// <summary>What Tracee's engine writes of an event; names, labels and policies are added later and may come or go.</summary>
    private static readonly string[] Identity =
    [
        "timestamp", "hostName", "eventId", "eventName", "processorId", "hostProcessId", "hostThreadId", "processId",
        "threadId", "cgroupId", "args", "returnValue",
    ];

    protected override string Expected => "it has neither eventName with processName or args, nor a message of lost events.";

    protected override bool IsEvent(EventView root) =>
        (root["eventName"u8].Name() is not null
            && (root["processName"u8].IsKnown || root["hostProcessId"u8].IsKnown || root["args"u8].IsArray))
        || LostEvents(root) is not null;

    protected override void Map(EventView root, SignalDraft draft)
    {
        draft.Time = root["timestamp"u8].Epoch() ?? root["timestamp"u8].Time() ?? root["ts"u8].Epoch();
        if (root["eventName"u8].Name() is not { } name)
        {
            draft.Health("Tracee lost events", $"Tracee: {LostEvents(root)}.");
            return;
        }

        draft.Id = IdOf("tracee/1"u8, root, Identity);
        MapPlace(root, draft);
        MapProcess(root, draft);
        draft.Set("evt.type", Type(name));
        TraceeArguments.Map(root["args"u8], draft);

        var properties = root["metadata"u8]["Properties"u8];
        draft.Rule = properties["signatureName"u8].Name() ?? name;
        draft.Severity = properties["Severity"u8].Number() switch
        {
            0 => Severity.Informational,
            1 => Severity.Low,
            2 => Severity.Medium,
            3 => Severity.High,
            4 => Severity.Critical,
            _ => properties["signatureID"u8].IsKnown ? Severity.Medium : Severity.Unknown,
        };
        draft.Tag(properties["external_id"u8].Name());
        draft.Tag(properties["Category"u8].Name() is { } category ? $"mitre_{category.Replace('-', '_')}" : null);
        foreach (var policy in root["matchedPolicies"u8])
            draft.Tag(policy.Name());
        var about = root["metadata"u8]["Description"u8].Text() ?? name;
        draft.Summary = $"{about}: {draft["proc.cmdline"] ?? draft["proc.name"]}{(draft["fd.name"] is { } target ? $" {target}" : "")}";
    }

    private static string Type(string name) => name switch
    {
        "sched_process_exec" => "execve",
        "sched_process_exit" => "procexit",
        "security_socket_listen" => "listen",
        "security_socket_accept" => "accept",
        "security_socket_bind" => "bind",
        _ => name,
    };

    private static void MapPlace(EventView root, SignalDraft draft)
    {
        var inner = root["container"u8];
        draft.Container(
            inner["id"u8].Name() ?? root["containerId"u8].Name(),
            inner["name"u8].Name() ?? root["containerName"u8].Name(),
            inner["image"u8].Name() ?? root["containerImage"u8].Name());
        draft.Set("container.image.digest", inner["imageDigest"u8].Name());
        var pod = root["kubernetes"u8];
        draft.Set("k8s.pod.name", pod["podName"u8].Name() ?? root["podName"u8].Name());
        draft.Set("k8s.ns.name", pod["podNamespace"u8].Name() ?? root["podNamespace"u8].Name());
        draft.Set("k8s.pod.uid", pod["podUID"u8].Name() ?? root["podUID"u8].Name());
        draft.OnHost = draft["container.id"] is null && draft["k8s.pod.name"] is null;

        // The name that the process sees: within a container that is the pod's, not the node's.
        if (draft.OnHost)
            draft.Set("evt.hostname", root["hostName"u8].Name());
    }

    private static void MapProcess(EventView root, SignalDraft draft)
    {
        var name = root["processName"u8].Text();
        draft.Process(root["executable"u8]["path"u8].Text() ?? name, null);
        draft.Set("proc.name", name);
        draft.Set("proc.pid", root["hostProcessId"u8].Name() ?? root["processId"u8].Name());
        draft.Set("proc.vpid", root["processId"u8].Name());
        draft.Set("thread.tid", root["hostThreadId"u8].Name());
        draft.Set("proc.ppid", root["hostParentProcessId"u8].Name());
        draft.Set("user.uid", root["userId"u8].Name());
    }

    /// <summary>Tracee logs on its own what it lost.</summary>
    private static string? LostEvents(EventView root)
    {
        var text = root.Any("msg"u8, "M"u8).Text();
        return (root["level"u8].IsKnown || root["L"u8].IsKnown)
            && text?.StartsWith("Lost ", StringComparison.OrdinalIgnoreCase) == true
            && text.Contains("event", StringComparison.OrdinalIgnoreCase)
                ? text
                : null;
    }
}
