using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>The ledger on SQLite: see docs/adr/0001-ledger.md.</summary>
internal sealed class SqliteLedger(StoreFile<LedgerWrites, LedgerReads> file) : ILedger
{
    public ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken) =>
        file.ReadAsync(key, static (reads, key) => reads.Load(key), cancellationToken);

    public ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) =>
        file.WriteAsync(
            new LedgerWrite<CommitResult>(LedgerLimits.Check(commit), writes => writes.Commit(commit)), cancellationToken);

    public ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken) =>
        file.WriteAsync(new LedgerWrite<bool>(0, writes => (writes.Delete(key, expectedVersion), false)), cancellationToken);

    public ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(
        LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return file.ReadAsync(
            (key, from, to, max, descending),
            static (reads, ask) => reads.ReadRows(ask.key, ask.from, ask.to, ask.max, ask.descending),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Max, 1000);
        return file.ReadAsync(query, static (reads, query) => reads.List(query), cancellationToken);
    }
}
