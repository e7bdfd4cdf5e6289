using System.Text.Json.Nodes;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>Takes out of an object what may be a secret: evidence leaves the cluster and outlives the pod.</summary>
internal static class ObjectSecrets
{
    private const string Withheld = "(withheld)";

    /// <summary>Longer annotations are copies of whole manifests, as a rule, with all their values.</summary>
    private const int LongestAnnotation = 1024;

    /// <summary>The same, however short.</summary>
    private static readonly string[] Copies = ["kubectl.kubernetes.io/last-applied-configuration", "kapp.k14s.io/original", "objectset.rio.cattle.io/applied"];

    /// <summary>
    /// Withholds the values of environment variables and of probes' HTTP headers, the last words of ended containers, which
    /// may be of their logs, and annotations that hold copies of the object; drops who manages which field.
    /// </summary>
    /// <returns>The same object.</returns>
    public static JsonObject Withhold(JsonObject found)
    {
        Clean(found);
        return found;
    }

    private static void Clean(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Clean(item);
        }

        if (node is not JsonObject members)
            return;
        members.Remove("managedFields");
        if (members["annotations"] is JsonObject annotations)
        {
            foreach (var name in annotations.Where(static one => IsCopy(one.Key, one.Value)).Select(static one => one.Key).ToList())
                annotations[name] = Withheld;
        }

        foreach (var named in Values(members["env"]).Concat(Values(members["httpHeaders"])))
            named["value"] = Withheld;
        if (members["terminated"] is JsonObject ended && ended.ContainsKey("message"))
            ended["message"] = Withheld;
        foreach (var (_, member) in members)
            Clean(member);
    }

    private static bool IsCopy(string name, JsonNode? value) =>
        Array.Exists(Copies, name.StartsWith) || value is not JsonValue text || !text.TryGetValue<string>(out var content) || content.Length > LongestAnnotation
        || content.Contains("\"env\"", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Values(JsonNode? named) =>
        (named as JsonArray)?.OfType<JsonObject>().Where(static one => one.ContainsKey("value")) ?? [];
}
