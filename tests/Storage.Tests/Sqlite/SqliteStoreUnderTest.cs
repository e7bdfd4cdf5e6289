using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.Sqlite;

internal sealed class SqliteStoreUnderTest(TimeProvider time) : LedgerStoreUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStore? _store;

    public override ILedger Ledger => _store!.Ledger;

    public override IOutbox Outbox => _store!.Outbox;

    public override IAuditTrail AuditTrail => _store!.AuditTrail;

    public static async ValueTask<LedgerStoreUnderTest> OpenAsync(TimeProvider time)
    {
        var store = new SqliteStoreUnderTest(time);
        await store.ReopenAsync();
        return store;
    }

    public override async ValueTask ReopenAsync()
    {
        if (_store is not null)
        {
            await _store.CloseAsync();
        }

        _store = new SqliteStore(new SqliteStorageOptions { Directory = _folder.Path }, time);
        await _store.OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}
