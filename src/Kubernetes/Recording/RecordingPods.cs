using System.Globalization;
using System.Security.Cryptography;
using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>Makes pods as controllers name them.</summary>
internal static class RecordingPods
{
    // The letters that Kubernetes draws from, so that no words come of it.
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A workload's first pods.</summary>
    public static IEnumerable<PodRecord> Of(RecordingScenario scenario, WorkloadRecord workload) =>
        scenario.Pods.Where(pod => pod.Namespace == workload.Namespace && pod.WorkloadKind == workload.Kind && pod.WorkloadName == workload.Name);

    /// <summary>The revision of a workload's first pods; a made-up one for a Deployment that has none.</summary>
    public static string? RevisionOf(RecordingScenario scenario, WorkloadRecord workload) =>
        Of(scenario, workload).FirstOrDefault()?.Revision
        ?? (workload.Kind == "Deployment" ? RandomNumberGenerator.GetString(Letters, 10) : null);

    /// <summary>The ordinals of pods that are to come: of a StatefulSet those that are not there, of others any.</summary>
    public static IEnumerable<int> FreeOrdinals(WorkloadRecord workload, IReadOnlyList<PodRecord> there, int wanted) => workload.Kind == "StatefulSet"
        ? Enumerable.Range(0, wanted).Where(ordinal => !there.Any(pod => pod.Name == $"{workload.Name}-{ordinal.ToString(CultureInfo.InvariantCulture)}")).Take(Math.Max(0, wanted - there.Count))
        : Enumerable.Range(there.Count, Math.Max(0, wanted - there.Count));

    public static PodRecord Make(WorkloadRecord workload, string? revision, int ordinal, DateTimeOffset now) =>
        new()
        {
            Namespace = workload.Namespace,
            Name = workload.Kind switch
            {
                "StatefulSet" => $"{workload.Name}-{ordinal.ToString(CultureInfo.InvariantCulture)}",
                "Deployment" => $"{workload.Name}-{revision}-{RandomNumberGenerator.GetString(Letters, 5)}",
                _ => $"{workload.Name}-{RandomNumberGenerator.GetString(Letters, 5)}",
            },
            Uid = Guid.NewGuid().ToString(),
            WorkloadKind = workload.Kind,
            WorkloadName = workload.Name,
            Node = $"node-{(ordinal % 3).ToString(CultureInfo.InvariantCulture)}",
            ContainerIds = [RandomNumberGenerator.GetHexString(64, lowercase: true)],
            Phase = "Running",
            StartedAt = now,
            Revision = revision,
        };
}
