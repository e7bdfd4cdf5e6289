using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.StackRox;

/// <summary>An alert of a policy: about a deployment and, at run time, its newest process, or a resource, node or image.</summary>
internal static class StackRoxAlert
{
    public static void Map(EventView alert, SignalDraft draft)
    {
        var policy = alert["policy"u8];
        draft.Id = Identify(alert);
        draft.Time = alert["time"u8].Time() ?? alert["firstOccurred"u8].Time();
        draft.Rule = policy["name"u8].Name();
        draft.Severity = alert["state"u8].TextIs("RESOLVED"u8) ? Severity.Informational : policy["severity"u8].Name() switch
        {
            "LOW_SEVERITY" => Severity.Low,
            "HIGH_SEVERITY" => Severity.High,
            "CRITICAL_SEVERITY" => Severity.Critical,
            _ => Severity.Medium,
        };
        foreach (var category in policy["categories"u8])
            draft.Tag(category.Name());
        foreach (var vector in policy["mitreAttackVectors"u8])
        {
            draft.Tag(vector["tactic"u8].Name());
            foreach (var technique in vector["techniques"u8])
                draft.Tag(technique.Name());
        }

        MapPlace(alert, draft);
        foreach (var process in alert["processViolation"u8]["processes"u8])
            MapProcess(process, draft);
        draft.Summary = $"{draft.Rule}: {alert["processViolation"u8]["message"u8].Text() ?? FirstMessage(alert) ?? draft["k8s.deployment.name"]}";
        draft.Set("evt.type", draft["proc.exepath"] is null ? alert["lifecycleStage"u8].Name()?.ToLowerInvariant() : "execve");
    }

    private static void MapPlace(EventView alert, SignalDraft draft)
    {
        var deployment = alert["deployment"u8];
        draft.Set("k8s.ns.name", deployment["namespace"u8].Name() ?? alert["namespace"u8].Name() ?? alert["resource"u8]["namespace"u8].Name());
        draft.Set("k8s.deployment.name", deployment["name"u8].Name());
        draft.Set("ka.target.name", alert["resource"u8]["name"u8].Name());
        draft.Set("evt.hostname", alert["node"u8]["name"u8].Name());
        foreach (var container in deployment["containers"u8])
        {
            if (draft["container.image"] is not null)
                continue;
            draft.Set("container.name", container["name"u8].Name());
            draft.Image(container["image"u8]["name"u8]["fullName"u8].Name());
        }

        draft.Image(alert["image"u8]["name"u8]["fullName"u8].Name());
    }

    private static void MapProcess(EventView process, SignalDraft draft)
    {
        var signal = process["signal"u8];
        draft.Process(signal["execFilePath"u8].Text() ?? signal["name"u8].Text(), signal["args"u8].Text());
        draft.Set("proc.name", signal["name"u8].Text());
        draft.Set("proc.pid", signal["pid"u8].Name());
        draft.Set("user.uid", signal["uid"u8].Name());
        draft.Set("k8s.pod.name", process["podId"u8].Name());
        draft.Container(signal["containerId"u8].Name(), process["containerName"u8].Name());
        var generation = 1;
        foreach (var ancestor in signal["lineageInfo"u8])
            draft.Ancestor(generation++, ancestor["parentExecFilePath"u8].Text(), null, null);
    }

    private static string? FirstMessage(EventView alert)
    {
        foreach (var violation in alert["violations"u8])
            return violation["message"u8].Text();
        return null;
    }

    /// <summary>
    /// An alert comes again under its id with more in its lists, up to 40 entries and then with newer ones: what grew
    /// is an event, what only came again is none.
    /// </summary>
    private static SignalId Identify(EventView alert)
    {
        var buffer = CanonicalBuffer.Begin("stackrox/1 alert"u8);
        buffer.Part(alert.Json, alert["id"u8].Slice);
        buffer.Part(alert.Json, alert["state"u8].Slice);
        buffer.Part(alert.Json, alert["violations"u8].Slice);
        buffer.Part(alert.Json, alert["processViolation"u8].Slice);
        if (!alert["id"u8].IsKnown)
            buffer.Part(alert.Json, alert.Slice);
        return buffer.ToId();
    }
}
