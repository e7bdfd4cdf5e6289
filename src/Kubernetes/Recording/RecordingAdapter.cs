using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Connections;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>Leads to made-up clusters.</summary>
internal sealed class RecordingAdapter(RecordingClusters clusters) : IClusterAdapter
{
    public string Name => ClusterAdapters.Recording;

    public ClusterAnswer<ICluster> Connect(ClusterConnection connection) => ClusterAnswer<ICluster>.Of(clusters.Of(connection.Cluster));
}
