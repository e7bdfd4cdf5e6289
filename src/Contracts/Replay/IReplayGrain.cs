namespace IncidentMesh.Contracts.Replay;

/// <summary>Tries rules on the raw events that a cluster's signal log still holds. Keeps nothing. Key: cluster id.</summary>
[GrainInterfaceType("im.replay")]
public interface IReplayGrain : IGrainWithStringKey
{
    /// <summary>
    /// Reads a bounded number of events from the request's cursor on. Ask again with <see cref="ReplayPart.Next"/> until that
    /// is null, and add up.
    /// </summary>
    [Alias("replay")]
    Task<ReplayPart> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken);
}
