namespace IncidentMesh.Contracts.Inventory;

/// <summary>Port: the objects of the clusters that this process watches. Safe for concurrent use.</summary>
public interface IClusterInventories
{
    /// <returns>Every kind; null where this process does not watch the cluster.</returns>
    IReadOnlyList<InventoryKind>? ListKinds(string cluster);

    InventoryPage List(string cluster, InventoryQuery query);
}
