using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>Lets effects act until a test calls them back by their kind, or halts them.</summary>
internal sealed class TestFence : IEffectFence
{
    private volatile string? _calledBack;
    private volatile string? _halted;
    private int _free;

    public void CallBack(string kind) => _calledBack = kind;

    /// <summary>Halts response after so many checks of a kind.</summary>
    public void Halt(string kind, int after) => (_free, _halted) = (after, kind);

    public ValueTask<EffectOutcome?> CheckAsync(ClaimedEffect effect, CancellationToken cancellationToken) =>
        new(effect.Kind == _calledBack ? new EffectOutcome.Again(null, "called back")
            : effect.Kind == _halted && Interlocked.Decrement(ref _free) < 0 ? new EffectOutcome.Halted("halted") : null);
}
