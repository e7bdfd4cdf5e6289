namespace IncidentMesh.Contracts.Clusters;

/// <summary>Port: takes what list and watch learn about a cluster.</summary>
public interface IInventorySink
{
    /// <summary>Asks to be the only watcher of a cluster among all silos, for <paramref name="lease"/>; also renews.</summary>
    /// <returns>False where another silo watches it.</returns>
    ValueTask<bool> TryWatchAsync(string cluster, string watcher, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Takes a change in. When the task ends it is committed; attribution uses nothing that is not.</summary>
    ValueTask ApplyAsync(string cluster, InventoryChange change, CancellationToken cancellationToken);
}
