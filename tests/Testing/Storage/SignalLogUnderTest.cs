using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Testing.Storage;

/// <summary>An implementation of the signal log, as its conformance suite sees it.</summary>
public abstract class SignalLogUnderTest : IAsyncDisposable
{
    public abstract ISignalLog Log { get; }

    public abstract ISignalLogAppends Appends { get; }

    /// <summary>Closes the log and opens it again on the same data. One that forgets with the process stays as it is.</summary>
    public abstract ValueTask ReopenAsync();

    public abstract ValueTask DisposeAsync();
}
