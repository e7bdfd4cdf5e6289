using System.Buffers.Text;

namespace IncidentMesh.Sensors.Reading;

/// <summary>Reads a count since 1970 whose unit nobody states: Falco's field is nanoseconds, but samples and relays hold others.</summary>
internal static class EpochTime
{
    /// <summary>First second of the year 2 and last of the year 9998: with any zone still a time.</summary>
    public const long MinSeconds = -62_104_060_800;
    public const long MaxSeconds = 253_370_764_799;

    public static bool TryParse(ReadOnlySpan<byte> digits, out PreciseTime time)
    {
        time = default;
        if (!Utf8Parser.TryParse(digits, out long count, out var used) || used != digits.Length || count <= 0)
            return false;

        // By size, the smallest unit that puts it after 1973 and before 5138.
        var perSecond = count switch
        {
            >= 100_000_000_000_000_000 => 1_000_000_000L,
            >= 100_000_000_000_000 => 1_000_000L,
            >= 100_000_000_000 => 1_000L,
            >= 100_000_000 => 1L,
            _ => 0L,
        };
        if (perSecond == 0)
            return false;

        time = new PreciseTime(count / perSecond, (int)(count % perSecond * (1_000_000_000L / perSecond)));
        return true;
    }
}
