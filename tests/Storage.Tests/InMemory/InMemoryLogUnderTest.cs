using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.InMemory;

internal sealed class InMemoryLogUnderTest(TimeProvider time) : SignalLogUnderTest
{
    private readonly InMemorySignalLog _log = new(time);

    public override ISignalLog Log => _log;

    public override ISignalLogAppends Appends => _log;

    public override ValueTask ReopenAsync() => default;

    public override ValueTask DisposeAsync() => default;
}
