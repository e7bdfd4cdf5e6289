using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.KubernetesEvents;

/// <summary>
/// Kubernetes' own events, of <c>v1</c> and of <c>events.k8s.io/v1</c>, as they are listed or as a watch wraps them. A
/// warning is informational: it tells of trouble far more often than of an attack.
/// </summary>
internal sealed class KubernetesEventFormat() : MappedFormat(SensorNames.KubernetesEvents, "a Kubernetes event")
{
    protected override string Expected => "it has no reason with an involvedObject or regarding.";

    protected override bool IsEvent(EventView root)
    {
        var one = Unwrapped(root);
        return one["reason"u8].Name() is not null && one.Any("involvedObject"u8, "regarding"u8).IsObject;
    }

    protected override void Map(EventView root, SignalDraft draft)
    {
        var one = Unwrapped(root);
        var about = one.Any("involvedObject"u8, "regarding"u8);
        var reason = one["reason"u8].Name();
        var kind = about["kind"u8].Name();
        draft.Id = Identify(one);
        draft.Time = one["series"u8]["lastObservedTime"u8].Time()
            ?? one["lastTimestamp"u8].Time() ?? one["eventTime"u8].Time()
            ?? one["deprecatedLastTimestamp"u8].Time() ?? one["firstTimestamp"u8].Time()
            ?? one["metadata"u8]["creationTimestamp"u8].Time();
        draft.Severity = one["type"u8].TextIs("Warning"u8) ? Severity.Informational : Severity.Unknown;
        draft.Rule = $"{kind ?? "object"} {reason}";
        draft.Summary = $"{kind} {about["name"u8].Name()}: {reason}: {one.Any("message"u8, "note"u8).Text()}";

        draft.Set("evt.type", reason);
        draft.Set("ka.target.name", about["name"u8].Name());
        draft.Set("k8s.ns.name", about["namespace"u8].Name());
        draft.Set("evt.hostname", one["source"u8]["host"u8].Name() ?? one["deprecatedSource"u8]["host"u8].Name());
        if (kind == "Pod")
        {
            draft.Set("k8s.pod.name", about["name"u8].Name());
            draft.Set("k8s.pod.uid", about["uid"u8].Name());
            draft.Set("container.name", Container(about["fieldPath"u8].Name()));
        }
        else if (kind == "Node")
        {
            draft.Set("evt.hostname", about["name"u8].Name());
        }
    }

    private static EventView Unwrapped(EventView root) => root["object"u8].IsObject && root["type"u8].IsKnown ? root["object"u8] : root;

    /// <summary>One object stands for a series: each further count of it is an event of its own.</summary>
    private static SignalId Identify(EventView one)
    {
        var uid = one["metadata"u8]["uid"u8];
        var buffer = BeginId(uid.IsKnown ? "kubernetes-event/1"u8 : "kubernetes-event/1 content"u8);
        if (!uid.IsKnown)
        {
            buffer.Part(one.Json, one.Slice);
            return buffer.ToId();
        }

        var series = one["series"u8];
        var count = one.Any("count"u8, "deprecatedCount"u8);
        buffer.Part(one.Json, uid.Slice);
        buffer.Part(one.Json, count.Slice);
        buffer.Part(one.Json, series["count"u8].Slice);
        buffer.Part(one.Json, series.IsKnown ? series["lastObservedTime"u8].Slice : one["lastTimestamp"u8].Slice);
        if (!count.IsKnown && !series.IsKnown)
            buffer.Part(one.Json, one["metadata"u8]["resourceVersion"u8].Slice);
        return buffer.ToId();
    }

    /// <summary><c>spec.containers{web}</c> names the container.</summary>
    private static string? Container(string? fieldPath) =>
        fieldPath?.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open && fieldPath.EndsWith('}')
            ? fieldPath[(open + 1)..^1]
            : null;
}
