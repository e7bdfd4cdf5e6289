using IncidentMesh.Contracts.Storage;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.InMemory;

internal sealed class InMemoryStoreUnderTest(TimeProvider time) : LedgerStoreUnderTest
{
    private readonly InMemoryLedger _ledger = new(time);

    public override ILedger Ledger => _ledger;

    public override IOutbox Outbox => _ledger;

    public override IAuditTrail AuditTrail => _ledger;

    public override ValueTask ReopenAsync() => default;

    public override ValueTask DisposeAsync() => default;
}
