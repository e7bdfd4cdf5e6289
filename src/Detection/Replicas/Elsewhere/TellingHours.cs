namespace IncidentMesh.Detection.Replicas.Elsewhere;

/// <summary>
/// When a workload tells what its pods did: once an hour of event time, each workload at a minute of its own, because
/// thousands may be of one image.
/// </summary>
public sealed class TellingHours
{
    private readonly TimeSpan _shift;
    private long? _last;

    public TellingHours(string workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        var hash = 17;
        foreach (var character in workload)
            hash = unchecked((hash * 31) + character);
        _shift = TimeSpan.FromMinutes((uint)hash % 60);
    }

    /// <summary>Begins the hour of a window, where another has gone before it.</summary>
    /// <param name="end">End of a window that was compared.</param>
    /// <returns>Whether an hour has begun since the one before.</returns>
    public bool TryBegin(DateTimeOffset end)
    {
        var hour = (end.UtcTicks + _shift.Ticks) / TimeSpan.TicksPerHour;
        var isDue = _last is { } last && last != hour;
        _last = hour;
        return isDue;
    }
}
