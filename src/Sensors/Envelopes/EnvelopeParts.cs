using System.Text.Json;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Envelopes;

/// <summary>Finds what lies in the envelopes that clouds and relays put around events.</summary>
internal static class EnvelopeParts
{
    /// <param name="root">The object.</param>
    /// <param name="parts">What lies in it: objects, or texts that hold JSON.</param>
    /// <param name="base64">Whether the texts are coded in base64.</param>
    /// <returns>False where it is no envelope.</returns>
    public static bool TryFind(EventView root, List<JsonSlice> parts, out bool base64)
    {
        base64 = false;
        return TryCloudEvent(root, parts, out base64) || TryCloudWatch(root, parts) || TryEventHub(root, parts) || TryAlerts(root, parts)
            || TryList(root, parts);
    }

    /// <summary>CloudEvents 1.0 in structured mode; a batch is an array, which is split before.</summary>
    private static bool TryCloudEvent(EventView root, List<JsonSlice> parts, out bool base64)
    {
        base64 = false;
        if (!root["specversion"u8].IsKnown || !root["type"u8].IsKnown || !root["source"u8].IsKnown)
            return false;

        var coded = root["data_base64"u8];
        base64 = coded.IsKnown;
        Add(base64 ? coded : root["data"u8], parts);
        return true;
    }

    /// <summary>A subscription of CloudWatch Logs, a search result, or a single exported event: the event is a text.</summary>
    private static bool TryCloudWatch(EventView root, List<JsonSlice> parts)
    {
        var list = root.Any("logEvents"u8, "events"u8);
        if (root["messageType"u8].TextIs("CONTROL_MESSAGE"u8))
            return true;
        if (list.IsArray && (root["logGroup"u8].IsKnown || root["messageType"u8].IsKnown || root["events"u8].IsArray))
        {
            foreach (var one in list)
                Add(one["message"u8], parts);
            return true;
        }

        if (!root["message"u8].IsKnown || !root["timestamp"u8].IsKnown || !(root["ingestionTime"u8].IsKnown || root["eventId"u8].IsKnown))
            return false;
        Add(root["message"u8], parts);
        return true;
    }

    /// <summary>Diagnostic records of AKS as Event Hub delivers them: the audit event is the text <c>properties.log</c>.</summary>
    private static bool TryEventHub(EventView root, List<JsonSlice> parts)
    {
        if (root["records"u8].IsArray)
        {
            foreach (var record in root["records"u8])
                Add(record["properties"u8]["log"u8], parts);
            return true;
        }

        if (!root["category"u8].IsKnown || root["properties"u8]["log"u8].Slice.Type != JsonTokenType.String)
            return false;
        Add(root["properties"u8]["log"u8], parts);
        return true;
    }

    /// <summary>Kubescape's list of several alerts, and Alertmanager's. A list of one stays whole, with its process tree.</summary>
    private static bool TryAlerts(EventView root, List<JsonSlice> parts)
    {
        var listed = root["kind"u8].TextIs("RuntimeAlerts"u8);
        var alerts = listed ? root["spec"u8]["alerts"u8] : root["alerts"u8];
        if (!alerts.IsArray || !(listed || root["receiver"u8].IsKnown || root["groupKey"u8].IsKnown || root["version"u8].IsKnown))
            return false;

        foreach (var alert in alerts)
            Add(alert, parts);
        if (!listed || parts.Count != 1)
            return true;
        parts.Clear();
        return false;
    }

    /// <summary>What <c>kubectl get events -o json</c> prints.</summary>
    private static bool TryList(EventView root, List<JsonSlice> parts)
    {
        if (!root["kind"u8].TextIs("List"u8) || !root["items"u8].IsArray)
            return false;

        foreach (var item in root["items"u8])
            Add(item, parts);
        return true;
    }

    private static void Add(EventView part, List<JsonSlice> parts) => parts.Add(part.Slice);
}
