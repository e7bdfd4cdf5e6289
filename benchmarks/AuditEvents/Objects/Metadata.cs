using System.Text.Json;

namespace IncidentMesh.Benchmarks.AuditEvents.Objects;

/// <summary>The parts that all objects have.</summary>
internal static class Metadata
{
    /// <summary>Begins an object of a kind; the caller ends it.</summary>
    public static void Begin(Utf8JsonWriter json, string kind, string version)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("apiVersion", version);
    }

    /// <summary>Writes <c>metadata</c> with labels and who manages which fields.</summary>
    public static void Write(Utf8JsonWriter json, Cluster cluster, string? ns, string name, string app, params ReadOnlySpan<string> managed)
    {
        json.WriteStartObject("metadata");
        json.WriteString("name", name);
        if (ns is not null)
            json.WriteString("namespace", ns);
        json.WriteString("uid", cluster.NewUid());
        json.WriteString("resourceVersion", cluster.NewVersion());
        json.WriteString("creationTimestamp", "2026-05-28T07:41:09Z");
        json.WriteStartObject("labels");
        json.WriteString("app.kubernetes.io/name", app);
        json.WriteString("app.kubernetes.io/part-of", ns ?? "cluster");
        json.WriteString("pod-template-hash", cluster.Suffix(10));
        json.WriteEndObject();
        if (managed.Length > 0)
            WriteManagedFields(json, managed);
        json.WriteEndObject();
    }

    private static void WriteManagedFields(Utf8JsonWriter json, ReadOnlySpan<string> fields)
    {
        json.WriteStartArray("managedFields");
        json.WriteStartObject();
        json.WriteString("manager", "kube-controller-manager");
        json.WriteString("operation", "Update");
        json.WriteString("apiVersion", "v1");
        json.WriteString("time", "2026-05-28T07:41:09Z");
        json.WriteString("fieldsType", "FieldsV1");
        json.WriteStartObject("fieldsV1");
        foreach (var field in fields)
        {
            json.WriteStartObject("f:" + field);
            json.WriteStartObject(".");
            json.WriteEndObject();
            json.WriteStartObject($"f:{field}Time");
            json.WriteEndObject();
            json.WriteStartObject($"k:{{\"type\":\"{field}\"}}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
