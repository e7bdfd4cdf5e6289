using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>Audit events of kube-apiserver, <c>audit.k8s.io/v1</c> and <c>v1beta1</c>, from its log or its webhook, and GKE's as Cloud Logging has them.</summary>
internal sealed class KubernetesAuditFormat : ISensorFormat
{
    public string Name => SensorNames.KubernetesAudit;

    public bool TryRead(ReadOnlySpan<byte> json, DateTimeOffset receivedAt, [NotNullWhen(true)] out Signal? signal, out string error)
    {
        signal = null;
        try
        {
            if (!AuditEvent.TryRead(json, out var audit) || !IsAudit(json, in audit))
            {
                if (EventTree.Read(json) is var root && GoogleAuditLog.Is(root))
                {
                    error = "";
                    signal = GoogleAuditLog.Read(root, receivedAt);
                    return true;
                }

                error = "not a Kubernetes audit event: it has neither verb nor audit id.";
                return false;
            }

            var facts = AuditRecord.Facts(json, in audit);
            var rule = AuditRecord.Rule(facts);
            var user = facts.GetValueOrDefault(AuditFacts.User);
            error = "";
            signal = new Signal
            {
                Id = AuditIdentity.Of(json, in audit),
                Sensor = SensorNames.KubernetesAudit,
                Time = EventTime.Choose(Time(json, in audit), receivedAt),
                Rule = rule,
                Summary = AuditRecord.Summary(facts, rule),
                Origin = AuditOrigin.Of(facts, EventText.Name(json, audit.CallerPod)),
                User = user,
                Activity = user?.StartsWith("system:serviceaccount:", StringComparison.Ordinal) == true ? $"api|{rule}" : null,
                Facts = facts,
            };
            return true;
        }
        catch (JsonException exception)
        {
            error = ReadError.Of(exception);
            return false;
        }
    }

    public bool Recognizes(ReadOnlySpan<byte> json)
    {
        try
        {
            return (AuditEvent.TryRead(json, out var audit) && IsAudit(json, in audit)
                    && (StartsWith(json, audit.ApiVersion, "audit.k8s.io/"u8) || (audit.AuditId.IsKnown && audit.Stage.IsKnown)))
                || (json.IndexOf("\"protoPayload\""u8) >= 0 && GoogleAuditLog.Is(EventTree.Read(json)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Relays drop kind and version, so what an audit event is about decides.</summary>
    private static bool IsAudit(ReadOnlySpan<byte> json, in AuditEvent audit) =>
        (audit.Verb.Type == JsonTokenType.String || audit.AuditId.Type == JsonTokenType.String)
        && (!audit.Kind.IsKnown || (audit.Kind.Type == JsonTokenType.String && audit.Kind.Text(json).SequenceEqual("Event"u8)))
        && (!audit.ApiVersion.IsKnown || StartsWith(json, audit.ApiVersion, "audit.k8s.io/"u8));

    private static bool StartsWith(ReadOnlySpan<byte> json, JsonSlice slice, ReadOnlySpan<byte> start) =>
        slice.Type == JsonTokenType.String && slice.Text(json).StartsWith(start);

    /// <summary>The time of this stage before the time of the request: an exec may end hours after it began.</summary>
    private static PreciseTime? Time(ReadOnlySpan<byte> json, in AuditEvent audit)
    {
        ReadOnlySpan<JsonSlice> candidates = [audit.StageTime, audit.ReceivedTime, audit.Timestamp, audit.CreationTime];
        foreach (var candidate in candidates)
            if (candidate.Type == JsonTokenType.String && Rfc3339.TryParse(candidate.Text(json), out var time))
                return time;

        return null;
    }
}
