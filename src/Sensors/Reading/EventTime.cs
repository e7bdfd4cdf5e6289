namespace IncidentMesh.Sensors.Reading;

/// <summary>Decides what time an event has.</summary>
internal static class EventTime
{
    /// <summary>
    /// A time further ahead than this is a wrong clock or a lie, and would draw the signals of days to come into one
    /// incident: the time of receipt stands for it then. Times past are believed, because logs are read late.
    /// </summary>
    public static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(1);

    public static DateTimeOffset Choose(PreciseTime? stated, DateTimeOffset receivedAt)
    {
        if (stated is not { } time)
            return receivedAt;

        var at = time.ToDateTimeOffset();
        return at - receivedAt > FurthestAhead ? receivedAt : at;
    }
}
