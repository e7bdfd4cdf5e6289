using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Grains.Clusters;

/// <summary>What the registry of clusters has committed.</summary>
[GenerateSerializer, Immutable, Alias("im.state.cluster-registry")]
internal sealed record RegistryState
{
    /// <summary>Kind of its ledger partition.</summary>
    public const string Kind = "cluster-registry";

    [Id(0)] public IReadOnlyList<ClusterRecord> Clusters { get; init; } = [];

    [Id(1)] public IReadOnlyList<ResponseHalt> Halts { get; init; } = [];

    /// <summary>The halt that holds for a cluster, known or not.</summary>
    public ResponseHalt? HaltOf(string cluster) =>
        Halts.FirstOrDefault(halt => halt.Cluster == cluster) ?? Halts.FirstOrDefault(halt => halt.Cluster is null);
}
