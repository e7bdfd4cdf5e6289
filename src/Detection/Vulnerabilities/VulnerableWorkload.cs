using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Snapshots;
using ContextExposure = IncidentMesh.Detection.Context.Exposure;
using ContextReach = IncidentMesh.Detection.Context.Reach;

namespace IncidentMesh.Detection.Vulnerabilities;

/// <summary>A workload that runs an image, with what is known of it.</summary>
/// <param name="Name">Such as <c>shop/Deployment/web</c>.</param>
/// <param name="Context">What makes an attack on it matter more or less.</param>
public sealed record VulnerableWorkload(string Name, RiskContext Context)
{
    /// <param name="name">Its name.</param>
    /// <param name="pod">Its pod or template.</param>
    /// <param name="cluster">What is around it.</param>
    /// <param name="reading">What labels and annotations mean.</param>
    public static VulnerableWorkload Of(string name, PodManifest pod, ClusterSnapshot cluster, ContextReading reading)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(reading);
        var place = pod.Metadata.Namespace ?? "default";
        var exposure = ExposureAnalysis.Of(pod, cluster);
        var reach = ReachAnalysis.Of(pod, cluster);
        var known = TemplateContext.Of(pod) with
        {
            Exposure = exposure.Level == exposure.AtMost ? new(Of(exposure.Level), Source(exposure.Paths is [var path, ..] ? path.By : "network policies")) : null,
            Reach = reach.Level == reach.AtMost ? new(Of(reach.Level), Source("roles, mounts and privileges")) : null,
        };
        var ofNamespace = cluster.Namespaces.TryGetValue(place, out var labels)
            ? labels.Select(static label => new ContextSign(ContextPlace.NamespaceLabel, label.Key, label.Value))
            : [];
        return new VulnerableWorkload(name, reading.Read(known, [.. TemplateContext.Signs(pod), .. ofNamespace], place, null));
    }

    private static ContextExposure Of(ExposureLevel level) => level switch
    {
        ExposureLevel.Internet => ContextExposure.Internet,
        ExposureLevel.Cluster => ContextExposure.Cluster,
        ExposureLevel.Namespace => ContextExposure.Namespace,
        _ => ContextExposure.None,
    };

    private static ContextReach Of(ReachLevel level) => level switch
    {
        ReachLevel.Cluster => ContextReach.Cluster,
        ReachLevel.Node => ContextReach.Node,
        ReachLevel.Namespace => ContextReach.Secrets,
        ReachLevel.Own => ContextReach.Namespace,
        _ => ContextReach.None,
    };

    private static string Source(string what) => $"objects around it: {what}";
}
