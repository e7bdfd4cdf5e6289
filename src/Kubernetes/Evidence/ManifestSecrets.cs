using System.Text.Json.Nodes;

namespace IncidentMesh.Kubernetes.Evidence;

/// <summary>Takes out of a manifest what may be a secret: evidence is read by many.</summary>
internal static class ManifestSecrets
{
    private const string Withheld = "(withheld)";

    /// <summary>Whole manifests as they were applied, values and all.</summary>
    private static readonly string[] Copies = ["kubectl.kubernetes.io/last-applied-configuration", "kapp.k14s.io/original"];

    /// <summary>Withholds the values of environment variables, and drops copies of the manifest and who manages which field.</summary>
    /// <returns>The same object.</returns>
    public static JsonObject Withhold(JsonObject manifest)
    {
        Clean(manifest);
        return manifest;
    }

    private static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                    Clean(item);
                break;
            case JsonObject members:
                members.Remove("managedFields");
                if (members["annotations"] is JsonObject annotations)
                {
                    foreach (var copy in Copies)
                        annotations.Remove(copy);
                }

                if (members["env"] is JsonArray variables)
                {
                    foreach (var variable in variables.OfType<JsonObject>().Where(static variable => variable.ContainsKey("value")))
                        variable["value"] = Withheld;
                }

                foreach (var (_, member) in members)
                    Clean(member);
                break;
        }
    }
}
