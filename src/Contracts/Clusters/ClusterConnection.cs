namespace IncidentMesh.Contracts.Clusters;

/// <summary>How a cluster is reached. Holds no secret: a kubeconfig is named by its path, never stored.</summary>
[GenerateSerializer, Immutable, Alias("im.cluster-connection")]
public sealed record ClusterConnection
{
    /// <summary>Cluster id, a DNS label (RFC 1123) of at most 63 characters.</summary>
    [Id(0)] public required string Cluster { get; init; }

    /// <summary>Name of the adapter: see <see cref="ClusterAdapters"/>.</summary>
    [Id(1)] public required string Adapter { get; init; }

    /// <summary>Path of a kubeconfig on the silo's machine; null for the in-cluster service account.</summary>
    [Id(2)] public string? KubeconfigPath { get; init; }

    /// <summary>Context within the kubeconfig; null for its current one.</summary>
    [Id(3)] public string? Context { get; init; }
}

/// <summary>Names of the cluster adapters.</summary>
public static class ClusterAdapters
{
    /// <summary>No connection: signals are taken in, workloads are inferred from pod names, nothing can be done.</summary>
    public const string None = "none";

    /// <summary>A real API server.</summary>
    public const string Kubernetes = "kubernetes";

    /// <summary>A made-up cluster in memory that records what it is asked to do: the demo and dry runs.</summary>
    public const string Recording = "recording";
}
