using System.Collections.Concurrent;
using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>
/// The inventories of the clusters that this process watches. One stays when its cluster cannot be reached any more, for
/// what is known is better than nothing: its kinds tell how old it is.
/// </summary>
internal sealed class WatchedInventories : IClusterInventories
{
    private readonly ConcurrentDictionary<string, ReflectorContext> _clusters = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Clusters => [.. _clusters.Keys];

    /// <summary>A cluster is read anew, from here on.</summary>
    public void Put(string cluster, ReflectorContext inventory) => _clusters[cluster] = inventory;

    /// <summary>A cluster is not watched by this process any more.</summary>
    public void Forget(string cluster) => _clusters.TryRemove(cluster, out _);

    public IReadOnlyList<InventoryKind>? ListKinds(string cluster) =>
        _clusters.TryGetValue(cluster, out var found) ? found.Ask(inventory => inventory.ListKinds()) : null;

    public InventoryPage List(string cluster, InventoryQuery query) =>
        _clusters.TryGetValue(cluster, out var found) ? found.Ask(inventory => inventory.List(query)) : InventoryPage.NotWatched;

    public InventoryMark? Mark(string cluster, IReadOnlyList<string> kinds) =>
        _clusters.TryGetValue(cluster, out var found) ? found.Ask(inventory => inventory.MarkOf(kinds)) : null;

    public IReadOnlyList<InventoryPart> Read(string cluster, IReadOnlyList<string> kinds) =>
        _clusters.TryGetValue(cluster, out var found) ? found.Ask(inventory => inventory.Read(kinds)) : [];

    public InventoryWorkload? FindWorkload(string cluster, string @namespace, string kind, string name) =>
        _clusters.TryGetValue(cluster, out var found) ? found.Ask(inventory => inventory.FindWorkload(@namespace, kind, name)) : null;

    public IReadOnlyList<RunningImages> ListImages(string cluster) =>
        _clusters.TryGetValue(cluster, out var found) ? found.Ask(inventory => inventory.ListImages()) : [];
}
