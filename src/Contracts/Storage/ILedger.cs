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
    /// <exception cref="ArgumentException">The commit is over a limit, or contradicts itself: see <see cref="LedgerLimits.Check"/>.</exception>
    ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a partition with its rows and its listing. Versions begin again at 1 after that: only what nobody builds
    /// on any more is deleted. One with audit records or effects stays: they must outlive whoever forgets them.
    /// </summary>
    /// <returns>True where it is gone, also where it was before; false where it is at another version or must stay.</returns>
    /// <exception cref="StoreUnavailableException">The outcome is unknown; trying again is safe.</exception>
    ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Rows of one partition with <c>from &lt;= key &lt; to</c> in ordinal order of keys (by UTF-16 code units, as
    /// <see cref="string.CompareOrdinal(string, string)"/> has it), at most <paramref name="max"/>, which is at least 1.
    /// </summary>
    ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(
        LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken);

    /// <summary>
    /// Partitions of one kind by their listing, highest rank first, then by id. Shows every commit that was acknowledged
    /// at least 5 s ago; most implementations show it at once.
    /// </summary>
    ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken);
}

/// <param name="Version">Version to build the next commit on; at least 1.</param>
/// <param name="State">The owner's state as it wrote it.</param>
public sealed record LedgerHead(long Version, ReadOnlyMemory<byte> State);

/// <param name="Key">Key of the row within its partition, ordinal, at most 256 characters.</param>
/// <param name="Value">The owner's bytes.</param>
public sealed record LedgerRow(string Key, ReadOnlyMemory<byte> Value);
