using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Grains.Clusters;

/// <summary>The clusters as the registry last told, at most two seconds old.</summary>
internal sealed class ClusterDirectory(IGrainFactory grains, TimeProvider time) : IClusterDirectory
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private volatile Snapshot? _snapshot;

    public async ValueTask<IReadOnlyList<ClusterConnection>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await RecordsAsync(cancellationToken)).Values.Select(record => record.Connection)];

    public async ValueTask<ClusterConnection?> FindAsync(string cluster, CancellationToken cancellationToken) =>
        (await FindRecordAsync(cluster, cancellationToken))?.Connection;

    public async ValueTask<ClusterRecord?> FindRecordAsync(string cluster, CancellationToken cancellationToken) =>
        (await RecordsAsync(cancellationToken)).GetValueOrDefault(cluster);

    private async ValueTask<Dictionary<string, ClusterRecord>> RecordsAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is { } known && time.GetElapsedTime(known.TakenAt) < MaxAge)
        {
            return known.Records;
        }

        var taken = time.GetTimestamp();
        var records = await grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).ListAsync().WaitAsync(cancellationToken);
        var snapshot = new Snapshot(taken, records.ToDictionary(record => record.Connection.Cluster, StringComparer.Ordinal));
        _snapshot = snapshot;
        return snapshot.Records;
    }

    private sealed record Snapshot(long TakenAt, Dictionary<string, ClusterRecord> Records);
}
