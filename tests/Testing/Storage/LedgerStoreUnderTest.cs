using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>An implementation of the three ports that commit together, as the conformance suites see it.</summary>
public abstract class LedgerStoreUnderTest : IAsyncDisposable
{
    public abstract ILedger Ledger { get; }

    public abstract IOutbox Outbox { get; }

    public abstract IAuditTrail AuditTrail { get; }

    /// <summary>Closes the store and opens it again on the same data. One that forgets with the process stays as it is.</summary>
    public abstract ValueTask ReopenAsync();

    public abstract ValueTask DisposeAsync();
}
