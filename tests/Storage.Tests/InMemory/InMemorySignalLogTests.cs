using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.InMemory;

public sealed class InMemorySignalLogTests : SignalLogConformance
{
    protected override ValueTask<SignalLogUnderTest> OpenAsync(TimeProvider time) => new(new InMemoryLogUnderTest(time));
}
