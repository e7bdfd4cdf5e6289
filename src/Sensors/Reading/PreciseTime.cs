namespace IncidentMesh.Sensors.Reading;

/// <summary>A point of time to the nanosecond, as sensors write it.</summary>
/// <param name="Seconds">Since 1970-01-01T00:00:00Z; may be negative.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
internal readonly record struct PreciseTime(long Seconds, int Nanoseconds)
{
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / 100));
}
