using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Clusters;

namespace IncidentMesh.Grains.Effects;

/// <summary>
/// An effect may act while its claim stands (its owner has not settled it, and nobody else has claimed it) and response
/// is not halted in its cluster.
/// </summary>
internal sealed class EffectFence(IOutbox outbox, ResponseHalts halts, TimeProvider time) : IEffectFence
{
    public async ValueTask<EffectOutcome?> CheckAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        if (!await outbox.HoldsAsync(effect, time.GetUtcNow(), cancellationToken))
        {
            return new EffectOutcome.Again(null, "The claim was lost before anything was done.");
        }

        return EffectKinds.IsHaltable(effect.Kind)
            && JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.ScaleTarget)?.Workload is { } workload
            && await halts.FindAsync(workload.Cluster, cancellationToken) is { } halt
            ? EffectKinds.OutlastsHalt(effect.Kind) ? new EffectOutcome.Again(null, halt.ToString()) : new EffectOutcome.Halted(halt.ToString())
            : null;
    }
}
