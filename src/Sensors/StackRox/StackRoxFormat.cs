using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;

namespace IncidentMesh.Sensors.StackRox;

/// <summary>
/// StackRox's generic webhook: alerts, its own audit messages and proposed network policies. A policy's severity is
/// low, medium, high or critical; an alert that was resolved is informational.
/// </summary>
internal sealed class StackRoxFormat() : MappedFormat(SensorNames.StackRox, "a StackRox notification")
{
    protected override string Expected => "it has no alert with a policy, no audit and no networkpolicy.";

    protected override bool IsEvent(EventView root) =>
        root["alert"u8]["policy"u8].IsObject
        || (root["audit"u8].IsObject && (root["audit"u8]["interaction"u8].IsKnown || root["audit"u8]["request"u8].IsObject))
        || root["networkpolicy"u8].IsObject;

    protected override void Map(EventView root, SignalDraft draft)
    {
        if (root["alert"u8].IsObject)
            StackRoxAlert.Map(root["alert"u8], draft);
        else if (root["audit"u8].IsObject)
            MapAudit(root, draft);
        else
            MapNetworkPolicy(root, draft);
    }

    private static void MapAudit(EventView root, SignalDraft draft)
    {
        var audit = root["audit"u8];
        draft.Id = IdOf("stackrox/1 audit"u8, root, ["audit"]);
        draft.Time = audit["time"u8].Time();
        draft.Rule = $"StackRox audit {audit["interaction"u8].Name() ?? "request"}";
        draft.Set("evt.type", audit["interaction"u8].Name()?.ToLowerInvariant());
        draft.Set("user.name", audit["user"u8]["username"u8].Name() ?? audit["user"u8]["friendlyName"u8].Name());
        draft.Summary = $"{draft["user.name"]}: {audit["method"u8].Name()} {audit["request"u8]["endpoint"u8].Text()} ({audit["status"u8].Name()})";
    }

    private static void MapNetworkPolicy(EventView root, SignalDraft draft)
    {
        draft.Id = IdOf("stackrox/1 networkpolicy"u8, root, ["networkpolicy"]);
        draft.Rule = "StackRox network policy";
        draft.Set("evt.type", "networkpolicy");
        draft.Summary = $"A network policy is proposed for {root["networkpolicy"u8]["cluster"u8].Name() ?? "a cluster"}.";
    }
}
