using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>A ledger whose calls fail as <paramref name="faults"/> says.</summary>
public sealed class FaultyLedger(ILedger inner, StoreFaults faults) : ILedger
{
    public ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.Load, () => inner.LoadAsync(key, cancellationToken), cancellationToken);

    public ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Commit,
            () => inner.CommitAsync(commit, cancellationToken),
            cancellationToken,
            conflict: () => ConflictAsync(commit, cancellationToken));

    public ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.Delete, () => inner.DeleteAsync(key, expectedVersion, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(
        LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.ReadRows, () => inner.ReadRowsAsync(key, from, to, max, descending, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.List, () => inner.ListAsync(query, cancellationToken), cancellationToken);

    /// <summary>
    /// Another activation commits the state that is there once more, then the commit is tried. Where nothing is there
    /// yet, nothing is known that another could have written: the conflict is only reported.
    /// </summary>
    private async ValueTask<CommitResult> ConflictAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        if (await inner.LoadAsync(commit.Key, cancellationToken) is not { } head)
        {
            return new CommitResult.Conflict(0);
        }

        await inner.CommitAsync(
            new LedgerCommit { Key = commit.Key, ExpectedVersion = head.Version, State = head.State }, cancellationToken);
        return await inner.CommitAsync(commit, cancellationToken);
    }
}
