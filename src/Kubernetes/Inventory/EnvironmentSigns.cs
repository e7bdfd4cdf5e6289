using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>
/// Tells the environment (production, staging, ...) of a workload or a namespace by the keys in common use, labels before
/// annotations. <c>tier</c> is not one of them: where it is in use it says frontend or backend.
/// </summary>
internal static class EnvironmentSigns
{
    private const int MaxLength = 63;

    // Ours first, so that people can overrule what their charts say.
    private static readonly string[] Keys =
    [
        "incidentmesh.io/environment", "environment", "env", "app.kubernetes.io/environment", "app.kubernetes.io/env",
    ];

    /// <returns>The value as written, at most 63 characters; null where none of the keys is there.</returns>
    public static string? Of(ApiMeta? metadata) => Of(metadata?.Labels) ?? Of(metadata?.Annotations);

    private static string? Of(Dictionary<string, string>? pairs)
    {
        if (pairs is null)
            return null;
        foreach (var key in Keys)
        {
            if (pairs.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value))
                return value.Length > MaxLength ? value[..MaxLength] : value;
        }

        return null;
    }
}
