using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;
using IncidentMesh.Storage.Sqlite.Engine.Writing;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>What the ledger's writer does to its file.</summary>
internal sealed class LedgerWrites : WriteSession
{
    private readonly SqliteStatement _head;
    private readonly SqliteStatement _insertHead;
    private readonly SqliteStatement _updateHead;
    private readonly SqliteStatement _insertState;
    private readonly SqliteStatement _updateState;
    private readonly SqliteStatement _putRow;
    private readonly SqliteStatement _deleteRow;
    private readonly SqliteStatement _putListing;
    private readonly SqliteStatement _hasEffects;
    private readonly SqliteStatement[] _deletePartition;
    private readonly AuditWrites _audit;

    public LedgerWrites(SqliteDatabase database)
        : base(database)
    {
        _head = database.Prepare(
            "SELECT number, version, audit_records, audit_hash FROM partition WHERE kind = ?1 AND id = ?2");
        _insertHead = database.Prepare(
            "INSERT INTO partition (kind, id, version, audit_records, audit_hash) VALUES (?1, ?2, 1, 0, x'')");
        _updateHead = database.Prepare(
            "UPDATE partition SET version = ?2, audit_records = ?3, audit_hash = ?4 WHERE number = ?1");
        _insertState = database.Prepare("INSERT INTO state (partition, bytes) VALUES (?1, ?2)");
        _updateState = database.Prepare("UPDATE state SET bytes = ?2 WHERE partition = ?1 AND bytes <> ?2");
        _putRow = database.Prepare(
            """
            INSERT INTO row (partition, key, value) VALUES (?1, ?2, ?3)
            ON CONFLICT (partition, key) DO UPDATE SET value = excluded.value
            """);
        _deleteRow = database.Prepare("DELETE FROM row WHERE partition = ?1 AND key = ?2");
        _putListing = database.Prepare(
            """
            INSERT INTO listing (partition, kind, id, scope, state, subject, rank, value)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (partition) DO UPDATE
            SET scope = excluded.scope, state = excluded.state, subject = excluded.subject, rank = excluded.rank, value = excluded.value
            WHERE (scope, state, subject, rank, value)
                IS NOT (excluded.scope, excluded.state, excluded.subject, excluded.rank, excluded.value)
            """);
        _hasEffects = database.Prepare("SELECT EXISTS (SELECT 1 FROM effect WHERE partition = ?1)");
        _deletePartition =
        [
            database.Prepare("DELETE FROM row WHERE partition = ?1"),
            database.Prepare("DELETE FROM listing WHERE partition = ?1"),
            database.Prepare("DELETE FROM state WHERE partition = ?1"),
            database.Prepare("DELETE FROM partition WHERE number = ?1"),
        ];
        _audit = new(database);
        Effects = new(database);
        Claims = new(database, Effects);
    }

    public EffectWrites Effects { get; }

    public ClaimWrites Claims { get; }

    /// <returns>What became of it, and whether there are effects that could not be claimed before.</returns>
    public (CommitResult Result, bool HasNewEffects) Commit(LedgerCommit commit)
    {
        var (kind, id) = commit.Key;
        var (partition, version, audited, auditHash) = (0L, 0L, 0L, Array.Empty<byte>());
        if (_head.Bind(1, kind).Bind(2, id).Step())
        {
            (partition, version, audited, auditHash) = (_head.Int64(0), _head.Int64(1), _head.Int64(2), _head.Blob(3));
            _head.Reset();
        }

        if (version != commit.ExpectedVersion)
        {
            return (new CommitResult.Conflict(version), false);
        }

        if (commit.Claim is { } claim && !Effects.Allows(partition, claim))
        {
            return (new CommitResult.ClaimLost(), false);
        }

        if (version++ == 0)
        {
            _insertHead.Bind(1, kind).Bind(2, id).Run();
            partition = Database.LastInsertRowId;
            _insertState.Bind(1, partition).Bind(2, commit.State.Span).Run();
        }
        else
        {
            _updateState.Bind(1, partition).Bind(2, commit.State.Span).Run();
        }

        foreach (var key in commit.DeletedRows)
        {
            _deleteRow.Bind(1, partition).Bind(2, key).Run();
        }

        foreach (var row in commit.Rows)
        {
            _putRow.Bind(1, partition).Bind(2, row.Key).Bind(3, row.Value.Span).Run();
        }

        if (commit.Listing is { } listing)
        {
            _putListing
                .Bind(1, partition).Bind(2, kind).Bind(3, id)
                .Bind(4, listing.Scope).Bind(5, listing.State).Bind(6, listing.Subject)
                .Bind(7, listing.Rank).Bind(8, listing.Value.Span)
                .Run();
        }

        foreach (var entry in commit.Audit)
        {
            auditHash = _audit.Append(partition, ++audited, auditHash, entry);
        }

        if (version > 1 || commit.Audit.Count > 0)
        {
            _updateHead.Bind(1, partition).Bind(2, version).Bind(3, audited).Bind(4, auditHash).Run();
        }

        return (new CommitResult.Committed(version), Effects.Change(partition, version, commit));
    }

    /// <returns>Whether the partition is gone.</returns>
    public bool Delete(LedgerKey key, long expectedVersion)
    {
        if (!_head.Bind(1, key.Kind).Bind(2, key.Id).Step())
        {
            return true;
        }

        var (partition, version, audited) = (_head.Int64(0), _head.Int64(1), _head.Int64(2));
        _head.Reset();
        if (version != expectedVersion || audited > 0)
        {
            return false;
        }

        _hasEffects.Bind(1, partition).Step();
        var hasEffects = _hasEffects.Int64(0) != 0;
        _hasEffects.Reset();
        if (hasEffects)
        {
            return false;
        }

        foreach (var statement in _deletePartition)
        {
            statement.Bind(1, partition).Run();
        }

        return true;
    }
}
