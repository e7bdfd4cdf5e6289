using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class SqliteOutcomeTests : OutcomeConformance
{
    protected override ValueTask<LedgerStoreUnderTest> OpenAsync(TimeProvider time) => SqliteStoreUnderTest.OpenAsync(time);
}
