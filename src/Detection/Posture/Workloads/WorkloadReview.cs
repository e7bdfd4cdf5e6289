using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.Workloads;

/// <summary>All that is known of one workload's security.</summary>
/// <param name="Level">The strictest of the Pod Security Standards that it meets, in their newest version.</param>
/// <param name="Baseline">What it violates of baseline.</param>
/// <param name="Restricted">What it violates of restricted.</param>
/// <param name="Exposure">From where it can be reached.</param>
/// <param name="Reach">What a takeover gives.</param>
/// <param name="Isolation">What holds it back from its node.</param>
/// <param name="Context">The same as a score counts it, with environment, criticality and data.</param>
public sealed record WorkloadReview(
    PolicyLevel Level, IReadOnlyList<Violation> Baseline, IReadOnlyList<Violation> Restricted,
    PodExposure Exposure, PodReach Reach, IsolationFinding Isolation, RiskContext Context)
{
    /// <param name="pod">Its pod or template.</param>
    /// <param name="cluster">What is around it.</param>
    /// <param name="reading">What labels and annotations mean.</param>
    /// <param name="asOf">When that was last known to be so; null where nobody can tell.</param>
    public static WorkloadReview Of(PodManifest pod, ClusterSnapshot cluster, ContextReading reading, DateTimeOffset? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(cluster);
        var exposure = ExposureAnalysis.Of(pod, cluster);
        var reach = ReachAnalysis.Of(pod, cluster);
        var isolation = new IsolationReview(cluster.Runtimes).Judge(pod, exposure.Level == ExposureLevel.Internet);
        var baseline = PodSecurityStandards.Judge(pod, PolicyLevel.Baseline, PolicyVersion.Latest);
        var restricted = PodSecurityStandards.Judge(pod, PolicyLevel.Restricted, PolicyVersion.Latest);
        return new WorkloadReview(
            restricted.Count == 0 ? PolicyLevel.Restricted : baseline.Count == 0 ? PolicyLevel.Baseline : PolicyLevel.Privileged,
            baseline, restricted, exposure, reach, isolation,
            WorkloadContext.Of(pod, cluster, exposure, reach, isolation, reading, asOf));
    }
}
