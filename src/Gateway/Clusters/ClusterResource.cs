using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>A cluster.</summary>
internal sealed record ClusterResource(
    string Id,
    string DisplayName,
    string Adapter,
    string? KubeconfigPath,
    string? Context,
    ResponseMode Mode,
    HaltResource? Halt,
    DateTime AddedAt,
    ClusterStatusResource? Status)
{
    public static ClusterResource From(ClusterRecord cluster, ClusterStatus? status = null) => new(
        cluster.Connection.Cluster,
        cluster.DisplayName,
        cluster.Connection.Adapter,
        cluster.Connection.KubeconfigPath,
        cluster.Connection.Context,
        cluster.Mode,
        cluster.Halt is { } halt ? HaltResource.From(halt) : null,
        cluster.AddedAt.UtcDateTime,
        status is null
            ? null
            : new ClusterStatusResource(status.Pods, status.Workloads, status.InventoryAt?.UtcDateTime, status.Unreachable, status.Notes, status.Subjects, status.Shared, status.ServerVersion));
}

/// <param name="Pods">Pods known.</param>
/// <param name="Workloads">Workloads known.</param>
/// <param name="InventoryAt">When that was last known to be current.</param>
/// <param name="Unreachable">Why the cluster cannot be read at present.</param>
/// <param name="Notes">What of the cluster is not known, and why.</param>
/// <param name="Subjects">Users, nodes and the like with a place of their own.</param>
/// <param name="SharedSignals">Signals of such subjects that found no place, and went to one incident of them all.</param>
/// <param name="ServerVersion">Version of its API server; null where it was never asked, or does not say.</param>
internal sealed record ClusterStatusResource(
    int Pods, int Workloads, DateTime? InventoryAt, string? Unreachable, IReadOnlyList<string> Notes, int Subjects, long SharedSignals, string? ServerVersion);

internal sealed record AddClusterRequest
{
    /// <summary>A DNS label.</summary>
    public string? Id { get; init; }

    /// <summary>Name for people, at most 200 characters; the id where not given.</summary>
    public string? DisplayName { get; init; }

    /// <summary><c>kubernetes</c>, <c>recording</c> or <c>none</c>.</summary>
    public string? Adapter { get; init; }

    /// <summary>Path on the silo's machine; null for the in-cluster service account.</summary>
    public string? KubeconfigPath { get; init; }

    public string? Context { get; init; }

    /// <summary><c>observe</c> where not given.</summary>
    public ResponseMode? Mode { get; init; }
}

internal sealed record SetModeRequest
{
    public ResponseMode? Mode { get; init; }

    /// <summary>For the audit trail; at most 500 characters.</summary>
    public string? Reason { get; init; }
}
