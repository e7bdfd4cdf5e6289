using System.Text.Json;

namespace IncidentMesh.Detection.Posture.Manifests;

/// <summary>Finds objects by their kind, in lists too.</summary>
internal static class ObjectsOfKind
{
    public static IEnumerable<JsonElement> In(JsonElement root, string kind) => In(root, kind, null);

    private static IEnumerable<JsonElement> In(JsonElement root, string kind, string? implied)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return [];
        var own = root.TryGetProperty("kind", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : implied;
        if (own == kind)
            return [root];
        if (own?.EndsWith("List", StringComparison.Ordinal) != true || !root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            return [];
        var ofItems = own.Length > "List".Length ? own[..^"List".Length] : null;
        return items.EnumerateArray().SelectMany(item => In(item, kind, ofItems));
    }
}
