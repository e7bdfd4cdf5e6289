using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Grains.Clusters;

/// <summary>Lets other silos and gateways read the inventories of the clusters that this silo watches.</summary>
internal sealed class InventoryReader(IClusterInventories inventories) : IInventoryReader
{
    public Task<IReadOnlyList<InventoryKind>?> ListKindsAsync(string cluster) => Task.FromResult(inventories.ListKinds(cluster));

    public Task<InventoryPage> ListAsync(string cluster, InventoryQuery query) => Task.FromResult(inventories.List(cluster, query));
}
