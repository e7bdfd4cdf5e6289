using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Posture.Snapshots;

/// <summary>An object as the API server or a manifest has it.</summary>
/// <param name="Kind">Such as <c>Service</c>.</param>
/// <param name="Group">API group, such as <c>apps</c>; empty for the core group and where it is not told.</param>
/// <param name="Json">All of it.</param>
/// <param name="Place">Where it stands in its document, such as <c>items[3]</c>; empty for the document itself.</param>
public sealed record KubernetesObject(string Kind, string Group, JsonElement Json, string Place)
{
    /// <summary>How deep lists may stand in lists.</summary>
    private const int MaximumDepth = 8;

    /// <summary>The objects of a document: itself, or those of a list. The items of a list of one kind need not name it.</summary>
    /// <param name="document">Must live as long as the objects.</param>
    public static IEnumerable<KubernetesObject> Of(JsonElement document) => Of(document, null, "", "", 0);

    private static IEnumerable<KubernetesObject> Of(JsonElement element, string? impliedKind, string impliedGroup, string place, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > MaximumDepth)
            yield break;
        var kind = Text(element, "kind") ?? impliedKind;
        var group = Text(element, "apiVersion") is { } version ? GroupOf(version) : impliedGroup;
        if (kind is null)
            yield break;
        if (!kind.EndsWith("List", StringComparison.Ordinal) || !element.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            yield return new KubernetesObject(kind, group, element, place);
            yield break;
        }

        var implied = kind.Length > "List".Length ? kind[..^"List".Length] : null;
        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            var at = $"{place}{(place.Length == 0 ? "" : ".")}items[{index++}]";
            foreach (var found in Of(item, implied, group, at, depth + 1))
                yield return found;
        }
    }

    /// <summary>Begins reading it.</summary>
    /// <param name="problems">Where what is wrong with it is noted.</param>
    internal Field Open(List<ReadProblem> problems) => new(Json, FieldPlace.Root, problems);

    private static string GroupOf(string version) => version.IndexOf('/') is > 0 and var slash ? version[..slash] : "";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) ? Field.Decoded(member) : null;
}
