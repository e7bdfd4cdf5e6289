using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>The audit trail in the ledger's file.</summary>
internal sealed class SqliteAuditTrail(StoreFile<LedgerWrites, LedgerReads> file) : IAuditTrail
{
    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(
        long after, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1000);
        return file.ReadAsync(
            (after, clusters, max),
            static (reads, ask) => reads.InSnapshot(() => reads.Audit.Read(ask.after, ask.clusters, ask.max)),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<AuditRecord>> ReadNewestAsync(
        long before, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1000);
        return file.ReadAsync(
            (before, clusters, max),
            static (reads, ask) => reads.InSnapshot(() => reads.Audit.ReadNewest(ask.before, ask.clusters, ask.max)),
            cancellationToken);
    }

    public async ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        var verifier = new AuditVerifier();
        while (await file.ReadAsync(
            verifier, static (reads, verifier) => reads.InSnapshot(() => verifier.Step(reads.Audit)), cancellationToken))
        {
            // A step takes some milliseconds: others may run in between.
            await Task.Yield();
        }

        return verifier.Result;
    }
}
