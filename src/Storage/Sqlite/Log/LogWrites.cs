using IncidentMesh.Contracts.Signals;
using IncidentMesh.Storage.Sqlite.Engine;
using IncidentMesh.Storage.Sqlite.Engine.Writing;

namespace IncidentMesh.Storage.Sqlite.Log;

/// <summary>What the signal log's writer does to its file. Remembers where each partition ends.</summary>
internal sealed class LogWrites : WriteSession
{
    private readonly SqliteStatement _insertEntry;
    private readonly SqliteStatement _insertPartition;
    private readonly SqliteStatement _updatePartition;
    private readonly SqliteStatement _oldest;
    private readonly SqliteStatement _delete;
    private readonly Dictionary<LogPartition, PartitionEnd> _ends = [];
    private readonly HashSet<PartitionEnd> _changed = [];

    private readonly long _offsetFloor;

    public LogWrites(SqliteDatabase database, DateTimeOffset opened)
        : base(database)
    {
        _offsetFloor = LogSchema.OffsetFloor(opened);
        _insertEntry = database.Prepare("INSERT INTO entry (key, appended_at, size, payload) VALUES (?1, ?2, ?3, ?4)");
        _insertPartition = database.Prepare(
            "INSERT INTO partition (cluster, format, last_offset, entries, bytes) VALUES (?1, ?2, 0, 0, 0)");
        _updatePartition = database.Prepare(
            "UPDATE partition SET last_offset = ?2, entries = ?3, bytes = ?4 WHERE number = ?1");
        _oldest = database.Prepare(
            "SELECT key, appended_at, size FROM entry WHERE key >= ?1 AND key <= ?2 ORDER BY key LIMIT ?3");
        _delete = database.Prepare("DELETE FROM entry WHERE key >= ?1 AND key <= ?2");
        var partitions = database.Prepare("SELECT number, cluster, format, last_offset, entries, bytes FROM partition");
        while (partitions.Step())
        {
            _ends[new(partitions.Text(1), partitions.Text(2))] = new(partitions.Int64(0))
            {
                LastOffset = partitions.Int64(3),
                Entries = partitions.Int64(4),
                Bytes = partitions.Int64(5),
            };
        }
    }

    /// <returns>The offset of the entry.</returns>
    public long Append(LogPartition partition, DateTimeOffset now, ReadOnlySpan<byte> payload)
    {
        if (!_ends.TryGetValue(partition, out var end))
        {
            _insertPartition.Bind(1, partition.Cluster).Bind(2, partition.Format).Run();
            end = new(Database.LastInsertRowId);
        }

        var offset = Math.Max(end.LastOffset, _offsetFloor) + 1;
        _insertEntry
            .Bind(1, LogSchema.FirstKey(end.Number) + offset)
            .Bind(2, now.UtcTicks)
            .Bind(3, payload.Length)
            .Bind(4, payload)
            .Run();

        // Only now: if this entry was refused, its partition is as it was.
        _ends[partition] = end;
        end.LastOffset = offset;
        end.Entries++;
        end.Bytes += payload.Length;
        _changed.Add(end);
        return offset;
    }

    /// <summary>Drops as much as one step may of what <see cref="ISignalLog.TrimAsync"/> says.</summary>
    /// <returns>What was dropped, and whether there may be more.</returns>
    public (LogTrim Dropped, bool HasMore) Trim(
        LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough, int stepEntries, long stepBytes)
    {
        if (!_ends.TryGetValue(partition, out var end))
        {
            return (new(0, 0), false);
        }

        var first = LogSchema.FirstKey(end.Number);
        var last = first;
        var (entries, bytes) = (0L, 0L);
        var hasMore = false;
        _oldest.Bind(1, first).Bind(2, first + Math.Clamp(processedThrough, 0, LogSchema.MaxOffset)).Bind(3, stepEntries + 1);
        while (_oldest.Step())
        {
            var mayGo = _oldest.Int64(1) < before.UtcTicks || end.Bytes - bytes > maxBytes;
            if (!mayGo || entries == stepEntries || (entries > 0 && bytes + _oldest.Int64(2) > stepBytes))
            {
                hasMore = mayGo;
                _oldest.Reset();
                break;
            }

            last = _oldest.Int64(0);
            entries++;
            bytes += _oldest.Int64(2);
        }

        if (entries > 0)
        {
            _delete.Bind(1, first).Bind(2, last).Run();
            end.Entries -= entries;
            end.Bytes -= bytes;
            _changed.Add(end);
        }

        return (new(entries, bytes), hasMore);
    }

    protected override void BeforeCommit()
    {
        foreach (var end in _changed)
        {
            _updatePartition.Bind(1, end.Number).Bind(2, end.LastOffset).Bind(3, end.Entries).Bind(4, end.Bytes).Run();
        }

        _changed.Clear();
    }

    private sealed class PartitionEnd(long number)
    {
        public long Number { get; } = number;

        public long LastOffset { get; set; }

        public long Entries { get; set; }

        public long Bytes { get; set; }
    }
}
