using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>
/// The id of an audit event. Audit id and stage name it, but not alone: a client may choose its audit id by the header
/// <c>Audit-ID</c>, and who sends all its requests with one and the same would have all but the first dropped as
/// repeats. So what the API server itself noted counts too: when, who, and what was asked. Where there is no audit id,
/// it is the whole event in canonical form.
/// </summary>
internal static class AuditIdentity
{
    public static SignalId Of(ReadOnlySpan<byte> json, in AuditEvent audit)
    {
        if (audit.AuditId.Type == JsonTokenType.String && audit.AuditId.Length > 0)
        {
            var known = CanonicalBuffer.Begin("kubernetes-audit/1"u8);
            known.Part(json, audit.AuditId);
            known.Part(json, audit.Stage);
            Time(known, json, audit.ReceivedTime);
            Time(known, json, audit.StageTime);
            known.Part(json, audit.UserName);
            known.Part(json, audit.Verb);
            known.Part(json, audit.RequestUri);
            return known.ToId();
        }

        var buffer = CanonicalBuffer.Begin("kubernetes-audit/1 content"u8);
        CanonicalJson.Write(buffer, json, new JsonSlice(0, json.Length, JsonTokenType.StartObject));
        return buffer.ToId();
    }

    /// <summary>By its value: relays cut trailing zeros off.</summary>
    private static void Time(CanonicalBuffer buffer, ReadOnlySpan<byte> json, JsonSlice slice)
    {
        if (slice.Type == JsonTokenType.String && Rfc3339.TryParse(slice.Text(json), out var time))
            buffer.Time(time);
        else
            buffer.Part(json, slice);
    }
}
