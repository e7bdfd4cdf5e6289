using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>What people and the verification ask the audit trail.</summary>
internal sealed class AuditReads
{
    private const string Columns =
        "a.position, p.kind, p.id, a.sequence, a.time, a.actor, a.action, a.target, a.detail, a.cluster, a.hash, a.partition";

    private readonly SqliteStatement _all;
    private readonly SqliteStatement _ofCluster;
    private readonly SqliteStatement _newest;
    private readonly SqliteStatement _newestOfCluster;
    private readonly SqliteStatement _chains;
    private readonly SqliteStatement _head;
    private readonly SqliteStatement _chain;
    private readonly SqliteStatement _count;

    public AuditReads(SqliteDatabase database)
    {
        // A record whose partition is gone is still shown.
        const string From = $"SELECT {Columns} FROM audit AS a LEFT JOIN partition AS p ON p.number = a.partition";
        _all = database.Prepare($"{From} WHERE a.position > ?1 ORDER BY a.position LIMIT ?2");
        _ofCluster = database.Prepare($"{From} WHERE a.cluster = ?3 AND a.position > ?1 ORDER BY a.position LIMIT ?2");
        _newest = database.Prepare($"{From} WHERE a.position < ?1 ORDER BY a.position DESC LIMIT ?2");
        _newestOfCluster = database.Prepare($"{From} WHERE a.cluster = ?3 AND a.position < ?1 ORDER BY a.position DESC LIMIT ?2");
        _chain = database.Prepare($"{From} WHERE a.partition = ?1 AND a.sequence > ?2 ORDER BY a.sequence LIMIT ?3");
        _chains = database.Prepare(
            """
            SELECT min(
                ifnull((SELECT number FROM partition WHERE number > ?1 AND audit_records > 0 ORDER BY number LIMIT 1), 0x7fffffffffffffff),
                ifnull((SELECT partition FROM audit WHERE partition > ?1 ORDER BY partition LIMIT 1), 0x7fffffffffffffff))
            """);
        _head = database.Prepare("SELECT kind, id, audit_records, audit_hash FROM partition WHERE number = ?1");
        _count = database.Prepare(
            "SELECT (SELECT count(*) FROM audit), ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0)");
    }

    public IReadOnlyList<AuditRecord> Read(long after, IReadOnlyList<string>? clusters, int max)
    {
        if (clusters is null)
        {
            return ReadAll(_all.Bind(1, after).Bind(2, max));
        }

        return [.. clusters.Distinct()
            .SelectMany(cluster => ReadAll(_ofCluster.Bind(1, after).Bind(2, max).Bind(3, cluster)))
            .OrderBy(record => record.Position)
            .Take(max)];
    }

    public IReadOnlyList<AuditRecord> ReadNewest(long before, IReadOnlyList<string>? clusters, int max)
    {
        if (clusters is null)
        {
            return ReadAll(_newest.Bind(1, before).Bind(2, max));
        }

        return [.. clusters.Distinct()
            .SelectMany(cluster => ReadAll(_newestOfCluster.Bind(1, before).Bind(2, max).Bind(3, cluster)))
            .OrderByDescending(record => record.Position)
            .Take(max)];
    }

    /// <returns>The number of the next partition that has a head or records; null after the last.</returns>
    public long? NextChain(long after)
    {
        _chains.Bind(1, after).Step();
        var next = _chains.Int64(0);
        _chains.Reset();
        return next == long.MaxValue ? null : next;
    }

    /// <returns>What the partition says of its chain; null where the partition is gone.</returns>
    public ChainHead? Head(long chain)
    {
        if (!_head.Bind(1, chain).Step())
        {
            return null;
        }

        var head = new ChainHead(new(_head.Text(0), _head.Text(1)), _head.Int64(2), _head.Blob(3));
        _head.Reset();
        return head;
    }

    public IReadOnlyList<AuditRecord> ReadChain(long chain, long after, int max) =>
        ReadAll(_chain.Bind(1, chain).Bind(2, after).Bind(3, max));

    /// <returns>How many records there are, and how many were ever written.</returns>
    public (long Records, long Written) Count()
    {
        _count.Step();
        var count = (_count.Int64(0), _count.Int64(1));
        _count.Reset();
        return count;
    }

    /// <summary>Stands for the key of a partition whose head is gone.</summary>
    public static LedgerKey UnknownChain(long chain) => new("unknown", $"{chain}");

    private static List<AuditRecord> ReadAll(SqliteStatement statement)
    {
        var records = new List<AuditRecord>();
        while (statement.Step())
        {
            var chain = statement.IsNull(1)
                ? UnknownChain(statement.Int64(11))
                : new LedgerKey(statement.Text(1), statement.Text(2));
            records.Add(new(statement.Int64(0), chain, statement.Int64(3), new AuditEntry
            {
                // Clamped: a changed file may hold anything, and verification is there to say so.
                Time = new DateTimeOffset(Math.Clamp(statement.Int64(4), 0, DateTime.MaxValue.Ticks), TimeSpan.Zero),
                Actor = statement.Text(5),
                Action = statement.Text(6),
                Target = statement.Text(7),
                Detail = statement.Text(8),
                Cluster = statement.Text(9),
            }, statement.Blob(10)));
        }

        return records;
    }

    public sealed record ChainHead(LedgerKey Chain, long Records, byte[] Hash);
}
