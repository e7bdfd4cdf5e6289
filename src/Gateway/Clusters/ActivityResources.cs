using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Gateway.Incidents;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>How far one format's signals of a cluster are processed.</summary>
internal sealed record IngestProgressResource(
    string Format, long ProcessedThrough, bool MoreWaits, long Signals, long Duplicates, long Unreadable, int Held, long Unattributed, long Probes, long Undelivered)
{
    public static IngestProgressResource From(string format, IngestProgress progress) => new(
        format,
        progress.ProcessedThrough,
        progress.MoreWaits,
        progress.Signals,
        progress.Duplicates,
        progress.Unreadable,
        progress.Held,
        progress.Unattributed,
        progress.Probes,
        progress.Undelivered);
}

/// <summary>What a pod did.</summary>
internal sealed record ReplicaResource(
    string Cluster,
    string Namespace,
    string Pod,
    WorkloadResource Workload,
    long Signals,
    DateTime FirstSeen,
    DateTime LastSeen,
    IReadOnlyList<WindowResource> Windows)
{
    public static ReplicaResource From(ReplicaActivity activity) => new(
        activity.Replica.Cluster,
        activity.Replica.Namespace,
        activity.Replica.Pod,
        WorkloadResource.From(activity.Workload),
        activity.Signals,
        activity.FirstSeen.UtcDateTime,
        activity.LastSeen.UtcDateTime,
        [.. activity.Windows.Select(window => new WindowResource(window.Start.UtcDateTime, window.Counts))]);
}

/// <param name="Start">A whole minute.</param>
/// <param name="Counts">Feature to count.</param>
internal sealed record WindowResource(DateTime Start, IReadOnlyDictionary<string, long> Counts);
