namespace IncidentMesh.Contracts.Inventory;

/// <summary>Port: the objects of the clusters that this process watches. Safe for concurrent use.</summary>
public interface IClusterInventories
{
    /// <summary>Ids of the clusters that this process watches.</summary>
    IReadOnlyCollection<string> Clusters { get; }

    /// <returns>Every kind; null where this process does not watch the cluster.</returns>
    IReadOnlyList<InventoryKind>? ListKinds(string cluster);

    InventoryPage List(string cluster, InventoryQuery query);

    /// <param name="cluster">Cluster id.</param>
    /// <param name="kinds">Built-in and known kinds by their names, such as <c>NetworkPolicy</c>.</param>
    /// <returns>How current what is kept of them is; null where this process does not watch the cluster.</returns>
    InventoryMark? Mark(string cluster, IReadOnlyList<string> kinds);

    /// <returns>All objects of some kinds as they are at one time; none where this process does not watch the cluster.</returns>
    IReadOnlyList<InventoryPart> Read(string cluster, IReadOnlyList<string> kinds);

    /// <returns>A workload, by its kind in any case or its plural name; null where there is none.</returns>
    InventoryWorkload? FindWorkload(string cluster, string @namespace, string kind, string name);

    /// <returns>Which images run in a cluster.</returns>
    IReadOnlyList<RunningImages> ListImages(string cluster);
}
