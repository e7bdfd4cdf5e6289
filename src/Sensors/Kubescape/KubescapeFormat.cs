using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Kubescape;

/// <summary>
/// Runtime alerts of Kubescape's node agent: one of its HTTP exporter's list (a list of several is taken apart before),
/// a line of its standard output, or an alert as Alertmanager has it. Severity 1 to 10: up to 3 is low, up to 6 medium,
/// up to 8 high, more critical.
/// </summary>
internal sealed class KubescapeFormat() : MappedFormat(SensorNames.Kubescape, "a Kubescape runtime alert")
{
    public override bool ListsEvents => true;

    protected override string Expected => "it has neither a rule and its alert, nor Alertmanager's labels rule_id and rule_name.";

    protected override bool IsEvent(EventView root)
    {
        var alert = Alert(root);
        return IsLimit(alert)
            || (alert["ruleID"u8].IsKnown && (alert["alertName"u8].IsKnown || alert["message"u8].IsKnown))
            || (root["RuleID"u8].IsKnown && root["BaseRuntimeMetadata"u8].IsObject)
            || (root["labels"u8]["rule_id"u8].IsKnown && root["labels"u8]["rule_name"u8].IsKnown);
    }

    protected override void Map(EventView root, SignalDraft draft)
    {
        if (root["labels"u8]["rule_id"u8].IsKnown)
            KubescapeLabels.Map(root, draft);
        else if (root["BaseRuntimeMetadata"u8].IsObject)
            Map(root["BaseRuntimeMetadata"u8], root["RuntimeK8sDetails"u8], root["RuntimeProcessDetails"u8]["processTree"u8], root["RuleID"u8], root["message"u8], draft);
        else
            MapListed(root, draft);

        draft.Id ??= Identify(root);
        draft.Set("evt.type", "alert");
        if (draft.Rule is null)
            draft.Rule = "runtime alert";
    }

    private static void MapListed(EventView root, SignalDraft draft)
    {
        var alert = Alert(root);
        Map(alert, alert, root["spec"u8]["processTree"u8]["processTree"u8], alert["ruleID"u8], alert["message"u8], draft);
        if (IsLimit(alert))
            draft.Health("Kubescape alert limit", $"Kubescape holds back alerts of node {draft["evt.hostname"]}: its limit a minute was reached.");
    }

    private static void Map(EventView alert, EventView place, EventView process, EventView ruleId, EventView message, SignalDraft draft)
    {
        draft.Time = alert["timestamp"u8].Time();
        draft.Rule = alert["alertName"u8].Name() ?? ruleId.Name();
        draft.Severity = Judge(alert["severity"u8].Number());
        draft.Summary = message.Text() ?? draft.Rule;
        draft.Tag(ruleId.Name());
        draft.Tag(alert["arguments"u8]["mitreTechnique"u8].Name());
        draft.Set("evt.hostname", place["nodeName"u8].Name());
        draft.Set("k8s.ns.name", place["podNamespace"u8].Name() ?? place["namespace"u8].Name());
        draft.Set("k8s.pod.name", place["podName"u8].Name());
        draft.Container(place["containerID"u8].Name(), place["containerName"u8].Name(), place["image"u8].Name());
        draft.Set("proc.pid", alert["infectedPID"u8].Name() ?? process["pid"u8].Name());
        draft.Process(process["path"u8].Text() ?? process["comm"u8].Text(), null);
        draft.CommandLine(process["cmdline"u8].Text());
        draft.Set("proc.cwd", process["cwd"u8].Text());
        draft.Set("user.uid", process["uid"u8].Name());
        draft.Ancestor(1, process["pcomm"u8].Text(), null, process["ppid"u8].Name());
        draft.File(alert["arguments"u8]["path"u8].Text());
    }

    public static Severity Judge(long? severity) => severity switch
    {
        >= 0 and <= 3 => Severity.Low,
        > 3 and <= 6 => Severity.Medium,
        > 6 and <= 8 => Severity.High,
        > 8 => Severity.Critical,
        _ => Severity.Medium,
    };

    /// <summary>Alone, or the only one of a list; a list of several is no event.</summary>
    private static EventView Alert(EventView root)
    {
        if (!root["kind"u8].TextIs("RuntimeAlerts"u8))
            return root;

        EventView only = default;
        foreach (var alert in root["spec"u8]["alerts"u8])
        {
            if (only.IsKnown)
                return default;
            only = alert;
        }

        return only;
    }

    private static bool IsLimit(EventView alert) =>
        alert["alertName"u8].TextIs("AlertLimitReached"u8) || (alert["message"u8].TextIs("Alert limit reached"u8) && alert["hostName"u8].IsKnown);

    /// <summary>Alerts have no id: the alert itself counts, without the process tree and cloud that come beside it.</summary>
    private static SignalId Identify(EventView root)
    {
        var alert = Alert(root);
        if (root["BaseRuntimeMetadata"u8].IsObject)
            return IdOf("kubescape/1"u8, root, ["BaseRuntimeMetadata", "RuleID", "RuntimeK8sDetails", "message"]);

        var buffer = BeginId("kubescape/1 alert"u8);
        buffer.Part(root.Json, alert.Slice);
        return buffer.ToId();
    }
}
