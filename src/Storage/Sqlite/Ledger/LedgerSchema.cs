namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>
/// The ledger's file. States and listings lie apart from their partition's head, so that a commit that leaves them as
/// they are does not write them again.
/// </summary>
internal static class LedgerSchema
{
    /// <summary>"IMld".</summary>
    public const int ApplicationId = 0x494d6c64;

    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE partition (
            number INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            audit_records INTEGER NOT NULL,
            audit_hash BLOB NOT NULL,
            UNIQUE (kind, id)
        ) STRICT;

        CREATE TABLE state (
            partition INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE row (
            partition INTEGER NOT NULL,
            key TEXT NOT NULL,
            value BLOB NOT NULL,
            UNIQUE (partition, key)
        ) STRICT;

        CREATE TABLE listing (
            partition INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            scope TEXT NOT NULL,
            state TEXT NOT NULL,
            subject TEXT NOT NULL,
            rank INTEGER NOT NULL,
            value BLOB NOT NULL
        ) STRICT;
        CREATE INDEX listing_by_rank ON listing (kind, rank DESC, id, scope);
        CREATE INDEX listing_by_state ON listing (kind, state, rank DESC, id, scope);
        CREATE INDEX listing_by_subject ON listing (kind, subject, rank DESC, id, scope, state) WHERE subject <> '';

        -- condition: 0 waiting, 1 claimed, 2 dead letter
        CREATE TABLE effect (
            number INTEGER PRIMARY KEY,
            partition INTEGER NOT NULL,
            id TEXT NOT NULL,
            condition INTEGER NOT NULL,
            due INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            claim TEXT NOT NULL,
            lease_until INTEGER NOT NULL,
            reason TEXT NOT NULL,
            parked_at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload BLOB NOT NULL,
            UNIQUE (partition, id)
        ) STRICT;
        CREATE INDEX effect_by_due ON effect (condition, due);

        -- Takes its effect's place once that is out of the way.
        CREATE TABLE successor (
            effect INTEGER PRIMARY KEY,
            due INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT;

        -- AUTOINCREMENT: positions have no gaps and are never used again, so that a missing record shows.
        CREATE TABLE audit (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            partition INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            target TEXT NOT NULL,
            detail TEXT NOT NULL,
            cluster TEXT NOT NULL,
            hash BLOB NOT NULL,
            UNIQUE (partition, sequence)
        ) STRICT;
        CREATE INDEX audit_by_cluster ON audit (cluster);

        CREATE TABLE probe (filler BLOB NOT NULL) STRICT;
        """,
    ];
}
