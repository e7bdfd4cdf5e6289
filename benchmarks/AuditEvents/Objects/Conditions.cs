using System.Text.Json;

namespace IncidentMesh.Benchmarks.AuditEvents.Objects;

/// <summary>The conditions in an object's status.</summary>
internal static class Conditions
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<string> types)
    {
        json.WriteStartArray("conditions");
        foreach (var type in types)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("status", "True");
            json.WriteString("lastHeartbeatTime", "2026-06-01T00:00:05Z");
            json.WriteString("lastTransitionTime", "2026-05-28T07:41:09Z");
            json.WriteString("reason", $"Kubelet{type}");
            json.WriteString("message", $"kubelet has the condition \"{type}\"");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
