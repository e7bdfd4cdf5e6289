using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Resources;

/// <summary>Puts an object together again from what is kept of it.</summary>
internal static class ObjectJson
{
    /// <param name="kind">Its kind.</param>
    /// <param name="version">Version that it was read in.</param>
    /// <param name="row">What is kept.</param>
    /// <returns>UTF-8 JSON in the form of its API.</returns>
    public static byte[] Of(ResourceKind kind, string? version, ObjectRow row)
    {
        var whole = new JsonObject
        {
            ["apiVersion"] = kind.Group.Length == 0 ? version : $"{kind.Group}/{version}",
            ["kind"] = kind.Kind,
            ["metadata"] = new JsonObject { ["name"] = row.Name },
        };
        var metadata = whole["metadata"]!.AsObject();
        if (row.Namespace.Length > 0)
            metadata["namespace"] = row.Namespace;
        metadata["uid"] = row.Uid;
        Merge(whole, row.Facts.Shared);
        Merge(whole, row.Facts.Own);
        return JsonSerializer.SerializeToUtf8Bytes(whole);
    }

    private static void Merge(JsonObject whole, byte[] part)
    {
        if (part.Length > 0)
            Merge(whole, JsonNode.Parse(part)!.AsObject());
    }

    private static void Merge(JsonObject whole, JsonObject part)
    {
        foreach (var (name, value) in part.ToList())
        {
            if (whole[name] is JsonObject known && value is JsonObject more)
            {
                Merge(known, more);
                continue;
            }

            part.Remove(name);
            whole[name] = value;
        }
    }
}
