namespace IncidentMesh.Storage.Sqlite.Log;

/// <summary>
/// The signal log's file. An entry's key is its partition's number and its offset in one integer, so that each partition
/// is one run of the table, read in order and trimmed from its front without any index.
/// </summary>
internal static class LogSchema
{
    /// <summary>Bits of a key that hold the offset: 2^40 entries a partition, 2^23 partitions.</summary>
    public const int OffsetBits = 40;

    public const long MaxOffset = (1L << OffsetBits) - 1;

    /// <summary>"IMsl".</summary>
    public const int ApplicationId = 0x494d736c;

    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE partition (
            number INTEGER PRIMARY KEY,
            cluster TEXT NOT NULL,
            format TEXT NOT NULL,
            last_offset INTEGER NOT NULL,
            entries INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            UNIQUE (cluster, format)
        ) STRICT;
        CREATE TABLE entry (
            key INTEGER PRIMARY KEY,
            appended_at INTEGER NOT NULL,
            size INTEGER NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;

        CREATE TABLE probe (filler BLOB NOT NULL) STRICT;
        """,
    ];

    // Offsets of at most 68 years, and up to 512 entries a second of them in the long run.
    private const int BitsASecond = 9;

    private static readonly DateTimeOffset OffsetsSince = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Above every offset that a log opened before this time has given, also one that is lost: whoever remembers the
    /// offsets of a log that was replaced, or restored from a copy, must not take new entries for old ones.
    /// </summary>
    public static long OffsetsBefore(DateTimeOffset opened) =>
        Math.Max(0, (opened - OffsetsSince).Ticks / TimeSpan.TicksPerSecond) << BitsASecond;

    public static long FirstKey(long partition) => partition << OffsetBits;

    public static long OffsetOf(long key) => key & MaxOffset;
}
