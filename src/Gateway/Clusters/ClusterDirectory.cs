using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Gateway.Calls;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Which clusters there are; remembered for two seconds, because routes below a cluster ask each time.</summary>
internal sealed class ClusterDirectory(GrainCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private volatile Known? _known;

    public async ValueTask<bool> ExistsAsync(string cluster, CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.At) < Fresh && known.Clusters.Contains(cluster))
            return true;
        var clusters = await ListAsync(cancellationToken);
        return clusters.Any(one => one.Connection.Cluster == cluster);
    }

    public async Task<IReadOnlyList<ClusterRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var clusters = await calls.ReadAsync(
            grains => grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).ListAsync(), cancellationToken);
        _known = new Known(at, [.. clusters.Select(one => one.Connection.Cluster)]);
        return clusters;
    }

    private sealed record Known(long At, HashSet<string> Clusters);
}
