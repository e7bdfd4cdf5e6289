namespace IncidentMesh.Detection.Health;

/// <summary>A time, by the events' own clocks, in which a sensor was heard again and again: who did nothing then was quiet.</summary>
/// <param name="Since">The first event after the last long pause.</param>
/// <param name="Through">The newest event.</param>
public readonly record struct Hearing(DateTimeOffset Since, DateTimeOffset Through)
{
    /// <summary>After a longer one nobody knows whether the sensor was there.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Further ahead of the clock by which it was received an event proves nothing.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <returns>What is known after another event.</returns>
    public static Hearing? After(Hearing? before, DateTimeOffset time, DateTimeOffset receivedAt)
    {
        if (time > receivedAt + MostAhead)
            return before;
        if (before is not { } known || known.IsAhead(receivedAt) || time - known.Through > LongestPause)
            return new Hearing(time, time);
        if (known.Since - time > LongestPause)
            return known;
        return new Hearing(time < known.Since ? time : known.Since, time > known.Through ? time : known.Through);
    }

    /// <summary>Whether it was heard by a clock that was far ahead and has been set right: then it proves nothing.</summary>
    public bool IsAhead(DateTimeOffset now) => Through > now + MostAhead;

    public bool Covers(DateTimeOffset from, DateTimeOffset to) => Since <= from && to <= Through;
}
