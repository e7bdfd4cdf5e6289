namespace IncidentMesh.Contracts.Clusters;

/// <summary>Port: which clusters there are and how they are reached.</summary>
public interface IClusterDirectory
{
    ValueTask<IReadOnlyList<ClusterConnection>> ListAsync(CancellationToken cancellationToken);

    /// <returns>The connection, or null where there is no such cluster.</returns>
    ValueTask<ClusterConnection?> FindAsync(string cluster, CancellationToken cancellationToken);
}
