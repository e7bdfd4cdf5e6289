using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.Hubble;

/// <summary>
/// Flows of Cilium's Hubble, from its exporter or <c>hubble observe -o json</c>. A flow belongs to the pod at whose side
/// it was seen: the source on its way out, the destination on its way in. One that policy dropped is informational;
/// no other is judged.
/// </summary>
internal sealed class HubbleFormat() : MappedFormat(SensorNames.Hubble, "a Hubble flow")
{
    protected override string Expected => "it has neither a flow with a verdict or addresses, nor lost_events.";

    protected override bool IsEvent(EventView root)
    {
        if (root["lost_events"u8].IsObject)
            return true;
        var flow = Flow(root);
        return (flow["verdict"u8].IsKnown && (flow["source"u8].IsObject || flow["destination"u8].IsObject || flow["IP"u8].IsObject || flow["uuid"u8].IsKnown))
            || (flow["IP"u8].IsObject && flow["l4"u8].IsObject);
    }

    protected override void Map(EventView root, SignalDraft draft)
    {
        var lost = root["lost_events"u8];
        var flow = Flow(root);
        draft.Time = flow["time"u8].Time() ?? root["time"u8].Time();
        draft.Set("evt.hostname", root["node_name"u8].Name() ?? flow["node_name"u8].Name());
        if (lost.IsObject)
        {
            draft.Id = IdOf("hubble/1 lost"u8, root, ["lost_events", "node_name", "time"]);
            draft.Health("Hubble lost events", $"Hubble lost {lost["num_events_lost"u8].Name() ?? "some"} events ({lost["source"u8].Name() ?? "unknown source"}).");
            return;
        }

        draft.Id = Identify(root, flow);
        var inward = flow["traffic_direction"u8].TextIs("INGRESS"u8);
        MapConnection(flow, draft);
        MapPlace(inward ? flow["destination"u8] : flow["source"u8], draft);
        draft.Activity = Activity(flow, draft, inward);
        var verdict = flow["verdict"u8].Name() ?? "UNKNOWN";
        draft.Set("evt.type", inward ? "accept" : "connect");
        draft.Severity = verdict is "DROPPED" or "ERROR" ? Severity.Informational : Severity.Unknown;
        var reason = flow["drop_reason_desc"u8].Name();
        draft.Rule = $"flow {verdict}";
        draft.Summary = $"{verdict}{(reason is null ? "" : $" ({reason})")}: {Peer(flow["source"u8])} {draft["fd.name"]} {Peer(flow["destination"u8])}";
    }

    private static EventView Flow(EventView root) => root["flow"u8].IsObject ? root["flow"u8] : root;

    private static SignalId Identify(EventView root, EventView flow)
    {
        var uuid = flow["uuid"u8];
        if (uuid.IsKnown)
            return IdOf("hubble/1"u8, flow, ["uuid"]);
        var buffer = BeginId("hubble/1 content"u8);
        buffer.Part(root.Json, flow.Slice);
        return buffer.ToId();
    }

    /// <summary>The client is who began: of a reply, the destination.</summary>
    private static void MapConnection(EventView flow, SignalDraft draft)
    {
        foreach (var protocol in flow["l4"u8])
        {
            var reply = flow["is_reply"u8].Name() == "true";
            var (source, target) = (flow["IP"u8]["source"u8].Name(), flow["IP"u8]["destination"u8].Name());
            var (sourcePort, targetPort) = (protocol["source_port"u8].Name(), protocol["destination_port"u8].Name());
            draft.Connection(
                protocol.MemberName, reply ? target : source, reply ? targetPort : sourcePort, reply ? source : target, reply ? sourcePort : targetPort);
        }

        foreach (var known in flow["destination_names"u8])
            draft.Set("fd.sip.name", known.Name());
    }

    /// <summary>
    /// The pod at whose side the flow was seen looks up a name, is called, or calls. A workload is told by its name: its
    /// pods' addresses change with every roll-out.
    /// </summary>
    private static string? Activity(EventView flow, SignalDraft draft, bool inward)
    {
        var isClient = inward == (flow["is_reply"u8].Name() == "true");
        var (port, protocol) = (draft["fd.sport"], draft["fd.l4proto"]);
        var peer = inward ? flow["source"u8] : flow["destination"u8];
        if (!isClient)
            return NetworkActivity.Accept(Workload(peer) ?? (draft["fd.cip"] is null ? null : Reserved(peer)) ?? draft["fd.cip"], port, protocol);
        return NetworkActivity.Lookup(flow["l7"u8]["dns"u8]["query"u8].Name())
            ?? (Workload(peer) is { } workload && port is not null ? $"connect|{workload}:{port}/{protocol}" : null);
    }

    private static string? Workload(EventView endpoint)
    {
        foreach (var workload in endpoint["workloads"u8])
            return workload["name"u8].Name() is { } name ? $"{endpoint["namespace"u8].Name()}/{name}" : null;
        return null;
    }

    private static void MapPlace(EventView endpoint, SignalDraft draft)
    {
        draft.Set("k8s.ns.name", endpoint["namespace"u8].Name());
        draft.Set("k8s.pod.name", endpoint["pod_name"u8].Name());
    }

    private static string Peer(EventView endpoint)
    {
        if (endpoint["pod_name"u8].Name() is { } pod)
            return $"{endpoint["namespace"u8].Name()}/{pod}";
        return Reserved(endpoint) ?? "unknown";
    }

    /// <summary>Cilium's own word for what is no pod: <c>world</c>, <c>host</c>.</summary>
    private static string? Reserved(EventView endpoint)
    {
        foreach (var label in endpoint["labels"u8])
            if (label.Name() is { } name && name.StartsWith("reserved:", StringComparison.Ordinal))
                return name["reserved:".Length..];
        return null;
    }
}
