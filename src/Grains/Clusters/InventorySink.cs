using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Grains.Clusters;

/// <summary>Hands what a watcher learns to the cluster's grain.</summary>
internal sealed class InventorySink(IGrainFactory grains) : IInventorySink
{
    public async ValueTask<bool> TryWatchAsync(string cluster, string watcher, TimeSpan lease, CancellationToken cancellationToken) =>
        await grains.GetGrain<IClusterGrain>(cluster).TryWatchAsync(watcher, lease).WaitAsync(cancellationToken);

    public async ValueTask ApplyAsync(string cluster, InventoryChange change, CancellationToken cancellationToken) =>
        await grains.GetGrain<IClusterGrain>(cluster).ApplyAsync(change).WaitAsync(cancellationToken);
}
