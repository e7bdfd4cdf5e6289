using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Clusters;

namespace IncidentMesh.Gateway.Suppressions;

/// <summary>Sums up what suppressions hide, for lists that do not show it.</summary>
internal sealed class SuppressionDesk(GrainCalls calls, ClusterDirectory clusters, TimeProvider time)
{
    /// <param name="visible">The clusters that a list is about; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where nothing is hidden, and where that cannot be told: a list of incidents is worth more than its footer.</returns>
    public async Task<SuppressedResource?> SumAsync(IReadOnlyList<string>? visible, CancellationToken cancellationToken)
    {
        try
        {
            var known = (await clusters.ListAsync(cancellationToken)).Select(static cluster => cluster.Connection.Cluster);
            var lists = await Task.WhenAll(known.Where(cluster => visible?.Contains(cluster, StringComparer.Ordinal) ?? true).Select(ReadAsync));
            return SuppressedResource.Of(lists, time.GetUtcNow());
        }
        catch (UnavailableException)
        {
            return null;
        }

        Task<SuppressionList> ReadAsync(string cluster) =>
            calls.ReadAsync(grains => grains.GetGrain<ISuppressionGrain>(cluster).ListAllAsync(), cancellationToken);
    }
}
