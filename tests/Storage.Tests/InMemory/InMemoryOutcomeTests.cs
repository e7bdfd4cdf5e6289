using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.InMemory;

public sealed class InMemoryOutcomeTests : OutcomeConformance
{
    protected override ValueTask<LedgerStoreUnderTest> OpenAsync(TimeProvider time) => new(new InMemoryStoreUnderTest(time));
}
