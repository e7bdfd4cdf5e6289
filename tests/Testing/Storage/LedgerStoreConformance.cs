using System.Text;
using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Testing.Storage;

/// <summary>What the suites for the ledger, the outbox and the audit trail have in common.</summary>
public abstract class LedgerStoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private LedgerStoreUnderTest? _store;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(Start);

    protected ILedger Ledger => _store!.Ledger;

    protected IOutbox Outbox => _store!.Outbox;

    protected IAuditTrail AuditTrail => _store!.AuditTrail;

    public async ValueTask InitializeAsync() => _store = await OpenAsync(Time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    /// <summary>Opens an empty store.</summary>
    protected abstract ValueTask<LedgerStoreUnderTest> OpenAsync(TimeProvider time);

    protected ValueTask ReopenAsync() => _store!.ReopenAsync();

    protected static LedgerKey Incident(string id) => new("incident", id);

    protected static LedgerCommit Commit(LedgerKey key, long expectedVersion, string state = "state") =>
        new() { Key = key, ExpectedVersion = expectedVersion, State = Bytes(state) };

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static AuditEntry Entry(string action, string cluster = "prod-1") => new()
    {
        Time = Start,
        Actor = "user:alice",
        Action = action,
        Target = "Deployment shop/web",
        Cluster = cluster,
    };

    /// <summary>Commits at the version that is there, and fails where that is not taken.</summary>
    protected async Task<long> MustCommitAsync(LedgerCommit commit)
    {
        var result = await Ledger.CommitAsync(commit, Cancel);
        return Assert.IsType<CommitResult.Committed>(result).Version;
    }
}
