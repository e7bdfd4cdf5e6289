using System.ComponentModel.DataAnnotations;

namespace IncidentMesh.Grains.Signals;

/// <summary>Settings under <c>Ingest</c>.</summary>
public sealed class IngestOptions
{
    public const string Section = "Ingest";

    private const string OutOfRange = Section + ":{0} must be from {1} to {2}.";

    /// <summary>A repeat of one of the last this many events of a partition counts once. 1,000 to 10,000,000; about 40 bytes of memory each.</summary>
    [Range(1_000, 10_000_000, ErrorMessage = OutOfRange)]
    public int DeduplicationWindow { get; set; } = 262_144;

    /// <summary>How long an event whose pod is not known waits for it to become known. 0 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = OutOfRange)]
    public TimeSpan AttributionWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a partition is looked at where nobody says that it has grown. 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = OutOfRange)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// While events keep coming, how long they gather before the next ones are taken in: a chunk costs a commit of each
    /// grain it concerns, however few events it holds. What comes after a quiet moment is taken in at once. 0 s to 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ErrorMessage = OutOfRange)]
    public TimeSpan GatherTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Shortest silence of a sensor that is told; what the sensor is used to extends it. 1 min to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan SensorSilence { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time from an event to its receipt above which a sensor that was on time is late. 2 min to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan SensorLag { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long raw events are kept. 1 h to 365 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00", ErrorMessage = OutOfRange)]
    public TimeSpan RetentionTime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many bytes of raw events a partition keeps. At least 1 MiB; default 20 GiB.</summary>
    [Range(1_048_576, long.MaxValue, ErrorMessage = OutOfRange)]
    public long RetentionBytes { get; set; } = 20L * 1024 * 1024 * 1024;
}
