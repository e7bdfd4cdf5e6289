using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Clusters;

/// <summary>Keeps an inventory as one ledger row for each pod and workload.</summary>
internal static class InventoryRows
{
    private const string PodPrefix = "pod/";
    private const string WorkloadPrefix = "workload/";
    private const int PageSize = 1_000;

    public static async Task<Inventory> LoadAsync(string cluster, LedgerKey key, ILedger ledger, Serializer serializer)
    {
        var inventory = new Inventory(cluster);
        await foreach (var value in ReadAsync(ledger, key, PodPrefix))
        {
            inventory.Put(serializer.Read<KnownPod>(value));
        }

        await foreach (var value in ReadAsync(ledger, key, WorkloadPrefix))
        {
            inventory.Put(serializer.Read<WorkloadRecord>(value));
        }

        return inventory;
    }

    /// <summary>Commits a delta in as many commits as it takes, and takes each into the inventory once it is on disk.</summary>
    public static async Task CommitAsync(
        InventoryDelta delta, Inventory inventory, Stored<ClusterGrain.ClusterState> stored, ClusterGrain.ClusterState state, Serializer serializer)
    {
        var operations = new List<(LedgerRow? Row, string? Deleted, Action Apply)>();
        foreach (var (key, pod) in delta.Pods)
        {
            var row = new LedgerRow(RowKey(PodPrefix, $"{key.Namespace}/{key.Pod}"), serializer.SerializeToArray(pod));
            operations.Add((row, null, () => inventory.Put(pod)));
        }

        foreach (var (key, workload) in delta.Workloads)
        {
            operations.Add((new LedgerRow(RowKey(WorkloadPrefix, key), serializer.SerializeToArray(workload)), null, () => inventory.Put(workload)));
        }

        foreach (var key in delta.GonePods)
        {
            operations.Add((null, RowKey(PodPrefix, $"{key.Namespace}/{key.Pod}"), () => inventory.Remove(inventory.FindPod(key.Namespace, key.Pod)!)));
        }

        foreach (var key in delta.GoneWorkloads)
        {
            operations.Add((null, RowKey(WorkloadPrefix, key), () => inventory.RemoveWorkload(key)));
        }

        if (operations.Count == 0)
        {
            await CommitUnchangedAsync(stored, state);
            return;
        }

        foreach (var chunk in operations.Chunk(LedgerLimits.MaxOperations))
        {
            await stored.CommitAsync(state, commit => commit with
            {
                Rows = [.. chunk.Where(operation => operation.Row is not null).Select(operation => operation.Row!)],
                DeletedRows = [.. chunk.Where(operation => operation.Deleted is not null).Select(operation => operation.Deleted!)],
            });
            foreach (var operation in chunk)
            {
                operation.Apply();
            }
        }
    }

    /// <summary>That nothing changed is worth a write only when it ends a first list or an outage, or every minute.</summary>
    private static async Task CommitUnchangedAsync(Stored<ClusterGrain.ClusterState> stored, ClusterGrain.ClusterState state)
    {
        var before = stored.State;
        if (before?.InventoryAt is null
            || before.Unreachable != state.Unreachable
            || !before.Notes.SequenceEqual(state.Notes, StringComparer.Ordinal)
            || state.InventoryAt - before.InventoryAt > TimeSpan.FromMinutes(1))
        {
            await stored.CommitAsync(state);
        }
    }

    /// <summary>Names may be longer together than a row's key: then a hash stands for their end.</summary>
    public static string RowKey(string prefix, string name)
    {
        var whole = prefix + name;
        if (whole.Length <= LedgerLimits.MaxRowKeyLength)
        {
            return whole;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return $"{whole.AsSpan(0, LedgerLimits.MaxRowKeyLength - hash.Length - 1)}~{hash}";
    }

    /// <param name="ledger">The store.</param>
    /// <param name="key">The cluster's partition.</param>
    /// <param name="prefix">What the rows' keys begin with, a slash at its end.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(ILedger ledger, LedgerKey key, string prefix)
    {
        // '0' follows '/': the range holds exactly the keys with the prefix.
        var end = prefix[..^1] + '0';
        var from = prefix;
        while (true)
        {
            var rows = await ledger.ReadRowsAsync(key, from, end, PageSize, descending: false, CancellationToken.None);
            foreach (var row in rows)
            {
                yield return row.Value;
            }

            if (rows.Count < PageSize)
            {
                yield break;
            }

            from = rows[^1].Key + '\0';
        }
    }
}
