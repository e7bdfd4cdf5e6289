using System.Text.Json;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.Namespaces;

/// <summary>The labels by which Kubernetes' admission knows what to enforce in a namespace.</summary>
public static class NamespaceLabels
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <returns>The namespaces in a document with what they enforce.</returns>
    internal static IEnumerable<(string Name, PolicyLevel Enforced)> Read(JsonElement root)
    {
        foreach (var one in ObjectsOfKind.In(root, "Namespace"))
        {
            if (Text(one, "metadata", "name") is { } name)
                yield return (name, LevelOf(Text(one, "metadata", "labels", $"{Prefix}enforce")));
        }
    }

    /// <returns>A manifest for <c>kubectl apply --server-side</c> that sets the suggested labels and nothing else.</returns>
    public static JsonElement Manifest(NamespaceFinding finding, PolicyVersion version) => JsonSerializer.SerializeToElement(new
    {
        apiVersion = "v1",
        kind = "Namespace",
        metadata = new { name = finding.Namespace, labels = Suggested(finding, version) },
    });

    /// <returns>The suggested labels.</returns>
    public static IReadOnlyDictionary<string, string> Suggested(NamespaceFinding finding, PolicyVersion version) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [$"{Prefix}enforce"] = Name(finding.Suggested),
        [$"{Prefix}enforce-version"] = version.ToString(),
        [$"{Prefix}warn"] = Name(finding.Warned),
        [$"{Prefix}warn-version"] = version.ToString(),
        [$"{Prefix}audit"] = Name(finding.Warned),
        [$"{Prefix}audit-version"] = version.ToString(),
    };

    /// <summary>What Kubernetes cannot read it takes for the strictest level.</summary>
    private static PolicyLevel LevelOf(string? label) => label switch
    {
        null or "privileged" => PolicyLevel.Privileged,
        "baseline" => PolicyLevel.Baseline,
        _ => PolicyLevel.Restricted,
    };

    private static string Name(PolicyLevel level) => level switch
    {
        PolicyLevel.Privileged => "privileged",
        PolicyLevel.Baseline => "baseline",
        _ => "restricted",
    };

    private static string? Text(JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
                return null;
        }

        return from.ValueKind == JsonValueKind.String ? from.GetString() : null;
    }
}
