using IncidentMesh.Kubernetes.Api;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>
/// Tells who would scale or revert a workload, as <c>Kind/name</c>, from what they leave on it: autoscalers aiming at it,
/// an owning custom resource, and the tracking marks of Argo CD, Flux and Helm.
/// </summary>
internal static class ControllerSigns
{
    // Argo CD: "app:group/kind:namespace/name", https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
    private const string ArgoTracking = "argocd.argoproj.io/tracking-id";
    private const string ArgoInstance = "argocd.argoproj.io/instance";
    private const string FluxKustomization = "kustomize.toolkit.fluxcd.io";
    private const string FluxHelm = "helm.toolkit.fluxcd.io";
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string HelmRelease = "meta.helm.sh/release-name";

    private static readonly HashSet<string> Read = new(StringComparer.Ordinal)
    {
        ArgoTracking, ArgoInstance, ManagedBy, HelmRelease,
        $"{FluxKustomization}/name", $"{FluxKustomization}/namespace", $"{FluxHelm}/name", $"{FluxHelm}/namespace",
    };

    public static IReadOnlyList<string> Of(ApiMeta? workload, IEnumerable<ApiAutoscaler> aiming)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var autoscaler in aiming)
        {
            found.Add($"HorizontalPodAutoscaler/{autoscaler.Metadata?.Name}");
            // KEDA owns the autoscaler that it makes, and wakes what sleeps at zero.
            if (autoscaler.Metadata?.Controller is { Kind: { } kind, Name: { } name })
                found.Add($"{kind}/{name}");
        }

        if (workload?.Controller is { Kind: { } ownerKind, Name: { } ownerName })
            found.Add($"{ownerKind}/{ownerName}");
        AddGitOps(found, workload?.Labels ?? [], workload?.Annotations ?? []);
        return [.. found];
    }

    /// <summary>Only what <see cref="Of"/> reads: annotations hold whole manifests, and workloads are many.</summary>
    public static ApiMeta Reduce(ApiMeta metadata) => new()
    {
        Labels = Reduce(metadata.Labels),
        Annotations = Reduce(metadata.Annotations),
        OwnerReferences = metadata.OwnerReferences,
    };

    private static Dictionary<string, string>? Reduce(Dictionary<string, string>? pairs)
    {
        var kept = pairs?.Where(pair => Read.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        return kept is { Count: > 0 } ? kept : null;
    }

    private static void AddGitOps(SortedSet<string> found, Dictionary<string, string> labels, Dictionary<string, string> annotations)
    {
        // app.kubernetes.io/instance is Argo CD's old default too, but half of all charts set it as well.
        if (annotations.TryGetValue(ArgoTracking, out var tracking))
            found.Add($"Application/{tracking.Split(':')[0]}");
        else if (labels.TryGetValue(ArgoInstance, out var instance) || annotations.TryGetValue(ArgoInstance, out instance))
            found.Add($"Application/{instance}");

        if (labels.TryGetValue($"{FluxKustomization}/name", out var kustomization))
            found.Add($"Kustomization/{Qualified(labels, FluxKustomization, kustomization)}");

        if (labels.TryGetValue($"{FluxHelm}/name", out var release))
            found.Add($"HelmRelease/{Qualified(labels, FluxHelm, release)}");
        else if (labels.GetValueOrDefault(ManagedBy) == "Helm")
            found.Add($"Helm/{annotations.GetValueOrDefault(HelmRelease, "unknown")}");
    }

    private static string Qualified(Dictionary<string, string> labels, string prefix, string name) =>
        labels.TryGetValue($"{prefix}/namespace", out var @namespace) ? $"{@namespace}/{name}" : name;
}
