using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class SqliteAuditTrailTests : AuditTrailConformance
{
    protected override ValueTask<LedgerStoreUnderTest> OpenAsync(TimeProvider time) => SqliteStoreUnderTest.OpenAsync(time);
}
