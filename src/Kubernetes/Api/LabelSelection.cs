namespace IncidentMesh.Kubernetes.Api;

/// <summary>What a label selector selects. An empty one selects everything.</summary>
internal static class LabelSelection
{
    public static bool Selects(ApiSelector? selector, IReadOnlyDictionary<string, string> labels) =>
        (selector?.MatchLabels ?? []).All(label => labels.GetValueOrDefault(label.Key) == label.Value)
        && (selector?.MatchExpressions ?? []).All(requirement => IsMet(requirement, requirement.Key is { } key ? labels.GetValueOrDefault(key) : null));

    private static bool IsMet(ApiRequirement requirement, string? value) => requirement.Operator switch
    {
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "NotIn" => value is null || requirement.Values?.Contains(value) != true,
        // In
        _ => value is not null && requirement.Values?.Contains(value) == true,
    };
}
