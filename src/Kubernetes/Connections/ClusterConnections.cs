using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Connections;

/// <summary>
/// Open connections by cluster, made when first asked for and again when the directory says otherwise than before.
/// </summary>
internal sealed class ClusterConnections(IClusterDirectory directory, IEnumerable<IClusterAdapter> adapters) : IAsyncDisposable
{
    private readonly Dictionary<string, IClusterAdapter> _adapters = adapters.ToDictionary(adapter => adapter.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, (ClusterConnection Connection, long Version, ICluster Cluster)> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The cluster of that id, as the directory knows it now.</summary>
    public async Task<ClusterAnswer<ICluster>> FindAsync(string cluster, CancellationToken cancellationToken)
    {
        var connection = await directory.FindAsync(cluster, cancellationToken);
        return connection is null
            ? new ClusterFault(FaultKind.Missing, $"There is no cluster '{cluster}'.")
            : Open(connection);
    }

    public ClusterAnswer<ICluster> Open(ClusterConnection connection)
    {
        if (connection.Adapter == ClusterAdapters.None)
            return new ClusterFault(FaultKind.Invalid, $"Cluster '{connection.Cluster}' has no connection: it only sends signals, nothing can be done there.");
        if (!_adapters.TryGetValue(connection.Adapter, out var adapter))
        {
            return new ClusterFault(
                FaultKind.Invalid,
                $"Cluster '{connection.Cluster}' wants the adapter '{connection.Adapter}', which does not exist: it may be "
                + $"{string.Join(", ", _adapters.Keys.Append(ClusterAdapters.None).Order())}.");
        }

        var version = adapter.Version(connection);
        lock (_gate)
        {
            if (_open.TryGetValue(connection.Cluster, out var open) && open.Connection == connection && open.Version == version)
                return ClusterAnswer<ICluster>.Of(open.Cluster);

            var made = adapter.Connect(connection);
            if (!made.Succeeded(out var cluster, out _))
                return made;

            // The one before is left to those who still use it, and to the garbage collector after them.
            _open[connection.Cluster] = (connection, version, cluster);
            return made;
        }
    }

    /// <summary>Forgets a cluster that the directory does not list any more.</summary>
    public void Forget(string cluster)
    {
        lock (_gate)
            _open.Remove(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        ICluster[] all;
        lock (_gate)
        {
            all = [.. _open.Values.Select(open => open.Cluster)];
            _open.Clear();
        }

        foreach (var cluster in all)
            await cluster.DisposeAsync();
    }
}
