using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Identity;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>
/// The id of an audit event: its audit id and stage, which the API server gives once each. Where there is no audit id,
/// the whole event in canonical form.
/// </summary>
internal static class AuditIdentity
{
    public static SignalId Of(ReadOnlySpan<byte> json, in AuditEvent audit)
    {
        if (audit.AuditId.Type == JsonTokenType.String && audit.AuditId.Length > 0)
        {
            var known = CanonicalBuffer.Begin("kubernetes-audit/1"u8);
            known.Value(json, audit.AuditId);
            known.Value(json, audit.Stage);
            return known.ToId();
        }

        var buffer = CanonicalBuffer.Begin("kubernetes-audit/1 content"u8);
        CanonicalJson.Write(buffer, json);
        return buffer.ToId();
    }
}
