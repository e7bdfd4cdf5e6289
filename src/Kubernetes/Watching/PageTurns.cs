namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Lets few pages of lists be in memory at a time: all kinds of a cluster begin at once.</summary>
internal sealed class PageTurns : IDisposable
{
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);

    /// <summary>Waits for a turn; it ends when the result is disposed of.</summary>
    public async Task<IDisposable> NextAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        return new Turn(_turns);
    }

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
