using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Grains.Posture;

namespace IncidentMesh.Grains.Clusters;

/// <summary>Lets other silos and gateways read the inventories of the clusters that this silo watches.</summary>
internal sealed class InventoryReader(IClusterInventories inventories, LivePosture posture) : IInventoryReader
{
    public Task<IReadOnlyList<InventoryKind>?> ListKindsAsync(string cluster) => Task.FromResult(inventories.ListKinds(cluster));

    public Task<InventoryPage> ListAsync(string cluster, InventoryQuery query) => Task.FromResult(inventories.List(cluster, query));

    public Task<PostureAnswer> FindPostureAsync(string cluster, string @namespace, string kind, string name) =>
        Task.FromResult(posture.Find(cluster, @namespace, kind, name));

    public Task<WorkloadRisk?> FindRiskAsync(string cluster, string @namespace, string kind, string name) =>
        Task.FromResult(posture.FindRisk(cluster, @namespace, kind, name));

    /// <summary>Off the turn of this reader: it looks at many workloads, and incidents ask for theirs meanwhile.</summary>
    public Task<PostureAnswer> RankVulnerabilitiesAsync(string cluster, string? @namespace, int max) =>
        Task.Run(() => posture.Rank(cluster, @namespace, max));
}
