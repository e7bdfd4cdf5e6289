using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>Lets effects act until a test calls them back by their kind.</summary>
internal sealed class TestFence : IEffectFence
{
    private volatile string? _calledBack;

    public void CallBack(string kind) => _calledBack = kind;

    public ValueTask<EffectOutcome?> CheckAsync(ClaimedEffect effect, CancellationToken cancellationToken) =>
        new(effect.Kind == _calledBack ? new EffectOutcome.Again(null, "called back") : null);
}
