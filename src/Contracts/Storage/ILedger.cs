namespace IncidentMesh.Contracts.Storage;

/// <summary>
/// Port: state that commits together with the effects and audit records it asks for. Every commit names the version it
/// builds on; of two writers on the same version one gets <see cref="CommitResult.Conflict"/>. Safe for concurrent use.
/// Limits that every implementation enforces: see <see cref="LedgerLimits"/>.
/// </summary>
public interface ILedger
{
    /// <returns>The last committed state, or null where nothing was ever committed.</returns>
    /// <exception cref="StoreUnavailableException">The store is down.</exception>
    ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken);

    /// <summary>Commits everything or nothing. When the task ends with a version, the commit is on disk.</summary>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: load again before another try.</exception>
    /// <exception cref="ArgumentException">The commit is over a limit of <see cref="LedgerLimits"/>.</exception>
    ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken);

    /// <summary>Rows of one partition with <c>from &lt;= key &lt; to</c> in ordinal order of keys, at most <paramref name="max"/>.</summary>
    ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(
        LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken);

    /// <summary>
    /// Partitions of one kind by their listing, highest rank first, then by id. Shows every commit that was acknowledged
    /// at least 5 s ago; most implementations show it at once.
    /// </summary>
    ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken);
}

/// <summary>Bounds of one commit, chosen so that one transaction of Azure Tables can hold it.</summary>
public static class LedgerLimits
{
    /// <summary>Largest state, row or payload in bytes (900 KiB).</summary>
    public const int MaxBytes = 900 * 1024;

    /// <summary>Most rows, deletions, effects and audit entries in one commit, together.</summary>
    public const int MaxOperations = 90;

    /// <summary>Largest commit in bytes (3.5 MiB).</summary>
    public const int MaxCommitBytes = 3_670_016;
}

/// <param name="Version">Version to build the next commit on; at least 1.</param>
/// <param name="State">The owner's state as it wrote it.</param>
public sealed record LedgerHead(long Version, ReadOnlyMemory<byte> State);

/// <param name="Key">Key of the row within its partition, ordinal, at most 256 characters.</param>
/// <param name="Value">The owner's bytes.</param>
public sealed record LedgerRow(string Key, ReadOnlyMemory<byte> Value);
