using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>Takes an inventory in as its port says, and lets a test wait for it to be as wanted.</summary>
public sealed class FakeInventorySink : IInventorySink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeInventory> _clusters = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a cluster may be watched, asked at each acquisition and renewal.</summary>
    public Func<string, bool> MayWatch { get; set; } = _ => true;

    /// <summary>Called before a change is taken in; may throw as a sick store does.</summary>
    public Action<string, InventoryChange> BeforeApply { get; set; } = (_, _) => { };

    public ValueTask<bool> TryWatchAsync(string cluster, string watcher, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_gate)
            Of(cluster).Asked++;
        Tell();
        return new(MayWatch(cluster));
    }

    public ValueTask ApplyAsync(string cluster, InventoryChange change, CancellationToken cancellationToken)
    {
        BeforeApply(cluster, change);
        lock (_gate)
            Of(cluster).Take(change);
        Tell();
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until a cluster's inventory is as wanted. Fails after 60 s with what it is.</summary>
    public async Task<T> UntilAsync<T>(string cluster, Func<FakeInventory, T?> wanted)
        where T : class
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Task next;
            string now;
            lock (_gate)
            {
                if (wanted(Of(cluster)) is { } found)
                    return found;
                next = _changed.Task;
                now = Of(cluster).ToString();
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The inventory of {cluster} did not become as wanted within 60 s; it is {now}");
            }
        }
    }

    public Task UntilAsync(string cluster, Func<FakeInventory, bool> wanted) =>
        UntilAsync(cluster, inventory => wanted(inventory) ? inventory : null);

    /// <summary>Looks at a cluster's inventory as it is.</summary>
    public T See<T>(string cluster, Func<FakeInventory, T> look)
    {
        lock (_gate)
            return look(Of(cluster));
    }

    private FakeInventory Of(string cluster)
    {
        if (!_clusters.TryGetValue(cluster, out var inventory))
            _clusters[cluster] = inventory = new FakeInventory();
        return inventory;
    }

    private void Tell()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
