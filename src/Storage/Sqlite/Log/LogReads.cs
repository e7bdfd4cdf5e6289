using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Log;

/// <summary>What readers ask the signal log's file.</summary>
internal sealed class LogReads(SqliteDatabase database) : ReadSession(database)
{
    private readonly SqliteStatement _read = database.Prepare(
        $"""
        SELECT key, appended_at, payload FROM entry
        WHERE key >= (SELECT (number << {LogSchema.OffsetBits}) + ?3 FROM partition WHERE cluster = ?1 AND format = ?2)
          AND key < (SELECT (number + 1) << {LogSchema.OffsetBits} FROM partition WHERE cluster = ?1 AND format = ?2)
        ORDER BY key LIMIT ?4
        """);

    private readonly SqliteStatement _list = database.Prepare(
        "SELECT cluster, format, last_offset FROM partition");

    public IReadOnlyList<SignalLogEntry> Read(LogPartition partition, long fromOffset, int maxEntries, long maxBytes)
    {
        var entries = new List<SignalLogEntry>();
        if (fromOffset > LogSchema.MaxOffset)
        {
            return entries;
        }

        var bytes = 0L;
        _read.Bind(1, partition.Cluster).Bind(2, partition.Format).Bind(3, Math.Max(fromOffset, 0)).Bind(4, maxEntries);
        while (_read.Step())
        {
            var offset = LogSchema.OffsetOf(_read.Int64(0));
            var payload = _read.Blob(2);
            entries.Add(new(offset, new DateTimeOffset(_read.Int64(1), TimeSpan.Zero), Unframe(partition, offset, payload)));
            bytes += payload.Length;
            if (bytes >= maxBytes)
            {
                _read.Reset();
                break;
            }
        }

        return entries;
    }

    public IReadOnlyList<LogPartitionEnd> List()
    {
        var ends = new List<LogPartitionEnd>();
        while (_list.Step())
        {
            ends.Add(new(new(_list.Text(0), _list.Text(1)), _list.Int64(2)));
        }

        return ends;
    }

    private static SignalBatch Unframe(LogPartition partition, long offset, byte[] payload)
    {
        try
        {
            return SignalBatch.Read(payload);
        }
        catch (FormatException damage)
        {
            throw new StoreUnavailableException($"Entry {offset} of the signal log {partition} is damaged. {damage.Message}", damage);
        }
    }
}
