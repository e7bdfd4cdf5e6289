using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class SqliteSignalLogTests : SignalLogConformance
{
    protected override ValueTask<SignalLogUnderTest> OpenAsync(TimeProvider time) => SqliteLogUnderTest.OpenAsync(time);
}
