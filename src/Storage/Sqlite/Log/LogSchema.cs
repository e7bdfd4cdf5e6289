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

    // 2^40 of them last 68 years.
    private const long OffsetsPerSecond = 512;

    private static readonly DateTimeOffset OffsetsSince = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Offsets of a log that is opened now lie above this, which is above all that an earlier log gave, also one that is
    /// lost, as long as it took no more than 512 entries a second in the long run: whoever remembers the offsets of a log
    /// that was replaced, or restored from a copy, must not take new entries for old ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">The clock stands beyond 2094: the offsets would run into the next partition.</exception>
    public static long OffsetFloor(DateTimeOffset opened)
    {
        var seconds = Math.Max(0, (opened - OffsetsSince).Ticks / TimeSpan.TicksPerSecond);
        return seconds < MaxOffset / OffsetsPerSecond
            ? seconds * OffsetsPerSecond
            : throw new InvalidOperationException($"The clock says {opened:u}: the signal log numbers its entries until 2094. Set the clock right.");
    }

    public static long FirstKey(long partition) => partition << OffsetBits;

    public static long OffsetOf(long key) => key & MaxOffset;
}
