using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>Appends to the chains of audit records.</summary>
internal sealed class AuditWrites(SqliteDatabase database)
{
    private readonly SqliteStatement _insert = database.Prepare(
        """
        INSERT INTO audit (partition, sequence, time, actor, action, target, detail, cluster, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """);

    /// <returns>The hash of the new record.</returns>
    public byte[] Append(long partition, long sequence, ReadOnlySpan<byte> previous, AuditEntry entry)
    {
        var hash = AuditHash.Compute(previous, sequence, entry);
        _insert
            .Bind(1, partition)
            .Bind(2, sequence)
            .Bind(3, entry.Time.UtcTicks)
            .Bind(4, entry.Actor)
            .Bind(5, entry.Action)
            .Bind(6, entry.Target)
            .Bind(7, entry.Detail)
            .Bind(8, entry.Cluster)
            .Bind(9, hash)
            .Run();
        return hash;
    }
}
