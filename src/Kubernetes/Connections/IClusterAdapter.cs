using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Connections;

/// <summary>Policy, chosen by <see cref="ClusterConnection.Adapter"/>: how a cluster is reached.</summary>
internal interface IClusterAdapter
{
    /// <summary>See <see cref="ClusterAdapters"/>.</summary>
    string Name { get; }

    /// <summary>What a connection depends on beside its description, such as the age of a file: a new one is made when it differs.</summary>
    long Version(ClusterConnection connection) => 0;

    /// <summary>Makes a connection. Talks to nobody yet, but reads the files that it is named; expected failures are faults.</summary>
    ClusterAnswer<ICluster> Connect(ClusterConnection connection);
}
