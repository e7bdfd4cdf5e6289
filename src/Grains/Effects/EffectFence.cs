using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Effects;

/// <summary>An effect may act while its claim stands: its owner has not settled it, and nobody else has claimed it.</summary>
internal sealed class EffectFence(IOutbox outbox, TimeProvider time) : IEffectFence
{
    public async ValueTask<EffectOutcome?> CheckAsync(ClaimedEffect effect, CancellationToken cancellationToken) =>
        await outbox.HoldsAsync(effect, time.GetUtcNow(), cancellationToken)
            ? null
            : new EffectOutcome.Again(null, "The claim was lost before anything was done.");
}
