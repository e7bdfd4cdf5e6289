using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Context;

/// <summary>The context of a workload by all that is known of its cluster.</summary>
public static class WorkloadContext
{
    /// <summary>Longest proof; the path itself is shown elsewhere in full.</summary>
    private const int MostProof = 400;

    /// <param name="pod">Its pod or template.</param>
    /// <param name="cluster">What is around it.</param>
    /// <param name="exposure">From where it can be reached.</param>
    /// <param name="reach">What a takeover gives.</param>
    /// <param name="isolation">What holds it.</param>
    /// <param name="reading">What labels and annotations mean.</param>
    /// <param name="asOf">When that was last known to be so; null where nobody can tell.</param>
    public static RiskContext Of(
        PodManifest pod, ClusterSnapshot cluster, PodExposure exposure, PodReach reach, IsolationFinding isolation, ContextReading reading, DateTimeOffset? asOf)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(exposure);
        ArgumentNullException.ThrowIfNull(reach);
        ArgumentNullException.ThrowIfNull(reading);
        var known = TemplateContext.Of(pod, isolation, asOf) with { Exposure = Of(exposure, asOf), Reach = Of(reach, asOf) };
        var place = pod.Metadata.Namespace ?? "default";
        return reading.Read(known, [.. TemplateContext.Signs(pod), .. SignsOf(cluster, place)], place, asOf);
    }

    private static Fact<Exposure>? Of(PodExposure found, DateTimeOffset? asOf)
    {
        if (found is { Level: ExposureLevel.Nobody, AtMost: ExposureLevel.Internet })
            return null;
        var path = found.Paths.FirstOrDefault(path => path.IsCertain && path.Level == found.Level);
        return new Fact<Exposure>(Of(found.Level), Source(path?.By ?? "network policies"), asOf)
        {
            AtMost = found.AtMost > found.Level ? Of(found.AtMost) : null,
            Proof = path is null ? Cut(found.Blocked is [var first, ..] ? first : null) : Cut(string.Join(' ', path.Steps)),
        };
    }

    private static Fact<Reach>? Of(PodReach found, DateTimeOffset? asOf)
    {
        if (found is { Level: ReachLevel.Nothing, AtMost: ReachLevel.Cluster })
            return null;
        var right = found.Rights.FirstOrDefault(right => right.Level == found.Level);
        var credential = found.Credentials.FirstOrDefault(one => one.Level == found.Level);
        return new Fact<Reach>(Of(found.Level), Source(right is not null ? $"the right {right.Right}" : credential is not null ? "what its pods have" : "roles, mounts and privileges"), asOf)
        {
            AtMost = found.AtMost > found.Level ? Of(found.AtMost) : null,
            Proof = found.Level == ReachLevel.Nothing ? null : Cut(right?.Explanation ?? credential?.Explanation),
        };
    }

    private static IEnumerable<ContextSign> SignsOf(ClusterSnapshot cluster, string place) =>
    [
        .. (cluster.NamespaceAnnotations.GetValueOrDefault(place) ?? NoSigns).Select(static one => new ContextSign(ContextPlace.NamespaceAnnotation, one.Key, one.Value)),
        .. (cluster.Namespaces.GetValueOrDefault(place) ?? NoSigns).Select(static one => new ContextSign(ContextPlace.NamespaceLabel, one.Key, one.Value)),
    ];

    private static Exposure Of(ExposureLevel level) => level switch
    {
        ExposureLevel.Internet => Exposure.Internet,
        ExposureLevel.Cluster => Exposure.Cluster,
        ExposureLevel.Namespace => Exposure.Namespace,
        _ => Exposure.None,
    };

    private static Reach Of(ReachLevel level) => level switch
    {
        ReachLevel.Cluster => Reach.Cluster,
        ReachLevel.Node => Reach.Node,
        ReachLevel.Namespace => Reach.Secrets,
        ReachLevel.Own => Reach.Namespace,
        _ => Reach.None,
    };

    private static string Source(string what) => $"objects around it: {what}";

    private static string? Cut(string? text) => text?.Length > MostProof ? $"{text[..MostProof]}..." : text;

    private static readonly Dictionary<string, string> NoSigns = [];
}
