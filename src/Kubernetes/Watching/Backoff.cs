namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Pauses after failures in a row: doubled each time up to a limit, each drawn from its upper half so that many do not come back at once.</summary>
internal sealed class Backoff(TimeSpan longest, TimeProvider time)
{
    private const int MaxDoublings = 6;

    private int _failures;

    /// <summary>Failures since the last success.</summary>
    public int Failures => _failures;

    /// <summary>Counts a failure that needs no pause.</summary>
    public void Count() => _failures++;

    public void Reset() => _failures = 0;

    /// <param name="atLeast">What a server asked for; null for nothing.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task PauseAsync(TimeSpan? atLeast, CancellationToken cancellationToken)
    {
        var pause = longest / 60 * (1 << Math.Min(_failures++, MaxDoublings));
        pause = (pause < longest ? pause : longest) * (0.5 + (Random.Shared.NextDouble() / 2));
        return Task.Delay(atLeast > pause ? atLeast.Value : pause, time, cancellationToken);
    }
}
