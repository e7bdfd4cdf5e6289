namespace IncidentMesh.Grains.Posture;

/// <summary>
/// Keeps work that grows with a cluster to a part of a processor: after each time it rests for twenty times as long as
/// that took, and never less than a minimum.
/// </summary>
internal sealed class RestingTime(TimeSpan least, TimeProvider time)
{
    private const int Times = 20;

    private long? _ended;
    private TimeSpan _rest;

    public bool IsOn => _ended is { } ended && time.GetElapsedTime(ended) < _rest;

    /// <summary>The work lasts until the result is disposed of.</summary>
    public IDisposable Measure() => new Work(this, time.GetTimestamp());

    private sealed class Work(RestingTime resting, long began) : IDisposable
    {
        public void Dispose()
        {
            var took = resting.Elapsed(began);
            (resting._ended, resting._rest) = (resting.Now(), took * Times > resting.Least ? took * Times : resting.Least);
        }
    }

    private TimeSpan Least => least;

    private long Now() => time.GetTimestamp();

    private TimeSpan Elapsed(long since) => time.GetElapsedTime(since);
}
