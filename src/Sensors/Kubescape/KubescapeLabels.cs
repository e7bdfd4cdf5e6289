using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Kubescape;

/// <summary>Alerts that come by way of Alertmanager: everything is a label, and so a text.</summary>
internal static class KubescapeLabels
{
    public static void Map(EventView root, SignalDraft draft)
    {
        var labels = root["labels"u8];
        var annotations = root["annotations"u8];
        draft.Id = KubescapeIdentity(root);
        draft.Time = root["startsAt"u8].Time();
        draft.Rule = labels["rule_name"u8].Name();
        draft.Severity = KubescapeFormat.Judge(labels["severity"u8].Number());
        draft.Summary = annotations["summary"u8].Text() ?? annotations["message"u8].Text() ?? draft.Rule;
        draft.Tag(labels["rule_id"u8].Name());
        draft.Set("evt.hostname", labels["node_name"u8].Name());
        draft.Set("k8s.ns.name", labels["namespace"u8].Name());
        draft.Set("k8s.pod.name", labels["pod_name"u8].Name());
        draft.Set("k8s.pod.uid", labels["pod_uid"u8].Name());
        draft.Container(labels["container_id"u8].Name(), labels["container_name"u8].Name());
        draft.Process(labels["comm"u8].Text(), null);
        draft.Set("proc.pid", labels["pid"u8].Name());
        draft.Ancestor(1, labels["pcomm"u8].Text(), null, labels["ppid"u8].Name());
        draft.Set("user.uid", labels["uid"u8].Name());
    }

    /// <summary>Alertmanager repeats an alert with a later end: its labels and its start name it.</summary>
    private static Contracts.Signals.SignalId KubescapeIdentity(EventView root)
    {
        var buffer = Identity.CanonicalBuffer.Begin("kubescape/1 labels"u8);
        buffer.Part(root.Json, root["labels"u8].Slice);
        buffer.Part(root.Json, root["startsAt"u8].Slice);
        return buffer.ToId();
    }
}
