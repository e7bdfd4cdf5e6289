using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>Keeps those labels and annotations that tell what a workload is for, how much it matters or whom to tell.</summary>
/// <param name="keys">Their keys. What they mean is for others to say.</param>
internal sealed class ContextSigns(IReadOnlyList<string> keys)
{
    private const int LongestValue = 512;

    public IReadOnlyList<ContextSign> OfWorkload(ApiMeta? workload, ApiMeta? template) =>
    [
        .. Of(workload?.Annotations, ContextPlace.WorkloadAnnotation), .. Of(workload?.Labels, ContextPlace.WorkloadLabel),
        .. Of(template?.Annotations, ContextPlace.WorkloadAnnotation), .. Of(template?.Labels, ContextPlace.WorkloadLabel),
    ];

    public IReadOnlyList<ContextSign> OfNamespace(ApiMeta? metadata) =>
        [.. Of(metadata?.Annotations, ContextPlace.NamespaceAnnotation), .. Of(metadata?.Labels, ContextPlace.NamespaceLabel)];

    private IEnumerable<ContextSign> Of(Dictionary<string, string>? pairs, ContextPlace place)
    {
        if (pairs is null)
            yield break;
        foreach (var key in keys)
        {
            if (pairs.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value))
                yield return new ContextSign(place, key, value.Length > LongestValue ? value[..LongestValue] : value);
        }
    }
}
