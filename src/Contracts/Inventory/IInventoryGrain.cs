namespace IncidentMesh.Contracts.Inventory;

/// <summary>
/// All objects of a cluster that are kept, by kind. Key: cluster id. It keeps nothing: it asks the silo that watches the
/// cluster, which has them in memory. What must survive a restart is with <see cref="Clusters.IClusterGrain"/>.
/// </summary>
[GrainInterfaceType("im.inventory")]
public interface IInventoryGrain : IGrainWithStringKey
{
    /// <summary>
    /// The watcher of the cluster can be asked by this reader, for as long as its lease runs. Does not wait for what is
    /// being read: the reader before may not answer any more.
    /// </summary>
    [Alias("attach"), AlwaysInterleave]
    Task AttachAsync(IInventoryReader reader, TimeSpan lease);

    /// <returns>Every kind; null where nobody watches the cluster.</returns>
    [Alias("kinds"), ReadOnly]
    Task<IReadOnlyList<InventoryKind>?> ListKindsAsync();

    [Alias("list"), ReadOnly]
    Task<InventoryPage> ListAsync(InventoryQuery query);

    /// <param name="namespace">Namespace.</param>
    /// <param name="kind">Kind in any case, or plural name.</param>
    /// <param name="name">Name.</param>
    /// <returns>What surrounds a workload, as the silo that watches the cluster last worked it out.</returns>
    [Alias("posture"), ReadOnly]
    Task<PostureAnswer> FindPostureAsync(string @namespace, string kind, string name);

    /// <returns>What of that counts in a score; null where the workload is not known, or nothing of the cluster is yet.</returns>
    [Alias("risk"), ReadOnly]
    Task<WorkloadRisk?> FindRiskAsync(string @namespace, string kind, string name);

    /// <param name="namespace">Only what runs in this namespace; null for all.</param>
    /// <param name="max">At most this many, 1 to 500.</param>
    /// <returns>What was found in the images that run, in the order in which to mend it.</returns>
    [Alias("vulnerabilities"), ReadOnly]
    Task<PostureAnswer> RankVulnerabilitiesAsync(string? @namespace, int max);
}

/// <summary>Reads the inventories that one silo keeps.</summary>
[GrainInterfaceType("im.inventory-reader")]
public interface IInventoryReader : IGrainObserver
{
    [Alias("kinds")]
    Task<IReadOnlyList<InventoryKind>?> ListKindsAsync(string cluster);

    [Alias("list")]
    Task<InventoryPage> ListAsync(string cluster, InventoryQuery query);

    [Alias("posture")]
    Task<PostureAnswer> FindPostureAsync(string cluster, string @namespace, string kind, string name);

    [Alias("risk")]
    Task<WorkloadRisk?> FindRiskAsync(string cluster, string @namespace, string kind, string name);

    [Alias("vulnerabilities")]
    Task<PostureAnswer> RankVulnerabilitiesAsync(string cluster, string? @namespace, int max);
}
