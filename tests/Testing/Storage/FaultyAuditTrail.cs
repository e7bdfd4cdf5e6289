using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>An audit trail whose reads fail as <paramref name="faults"/> says. Its writes are ledger commits.</summary>
public sealed class FaultyAuditTrail(IAuditTrail inner, StoreFaults faults) : IAuditTrail
{
    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(
        long after, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.ReadAudit, () => inner.ReadAsync(after, clusters, max, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<AuditRecord>> ReadNewestAsync(
        long before, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.ReadAudit, () => inner.ReadNewestAsync(before, clusters, max, cancellationToken), cancellationToken);

    public ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.VerifyAudit, () => inner.VerifyAsync(cancellationToken), cancellationToken);
}
