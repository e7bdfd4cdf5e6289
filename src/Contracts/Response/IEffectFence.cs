using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Contracts.Response;

/// <summary>
/// Port: asked right before each write to the world, whether it may still happen. A try can last long, and a process can
/// be stopped in the middle of it; meanwhile the effect may have been called back.
/// </summary>
public interface IEffectFence
{
    /// <returns>Null where the effect may act; otherwise what the try ends with.</returns>
    ValueTask<EffectOutcome?> CheckAsync(ClaimedEffect effect, CancellationToken cancellationToken);
}
