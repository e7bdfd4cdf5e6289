using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Grains.Posture;

namespace IncidentMesh.Grains.Clusters;

/// <summary>Hands what a watcher learns to the cluster's grain, and lets it be asked for the rest.</summary>
internal sealed class InventorySink(IGrainFactory grains, IEnumerable<IClusterInventories> inventories, LivePosture posture) : IInventorySink
{
    // Held here as long as the process lives: a reference alone would let it go.
    private readonly InventoryReader? _reader = inventories.Select(all => new InventoryReader(all, posture)).FirstOrDefault();
    private IInventoryReader? _reference;

    public async ValueTask<bool> TryWatchAsync(string cluster, string watcher, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (!await grains.GetGrain<IClusterGrain>(cluster).TryWatchAsync(watcher, lease).WaitAsync(cancellationToken))
        {
            return false;
        }

        if (_reader is not null)
        {
            _reference ??= grains.CreateObjectReference<IInventoryReader>(_reader);
            await grains.GetGrain<IInventoryGrain>(cluster).AttachAsync(_reference, lease).WaitAsync(cancellationToken);
        }

        return true;
    }

    public async ValueTask ApplyAsync(string cluster, InventoryChange change, CancellationToken cancellationToken) =>
        await grains.GetGrain<IClusterGrain>(cluster).ApplyAsync(change).WaitAsync(cancellationToken);
}
