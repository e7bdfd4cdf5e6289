using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>What readers ask the ledger's file.</summary>
internal sealed class LedgerReads : ReadSession
{
    private readonly SqliteStatement _load;
    private readonly SqliteStatement _rows;
    private readonly SqliteStatement _rowsDescending;

    public LedgerReads(SqliteDatabase database)
        : base(database)
    {
        _load = database.Prepare(
            "SELECT p.version, s.bytes FROM partition AS p JOIN state AS s ON s.partition = p.number WHERE p.kind = ?1 AND p.id = ?2");
        const string Rows =
            """
            SELECT key, value FROM row
            WHERE partition = (SELECT number FROM partition WHERE kind = ?1 AND id = ?2) AND key >= ?3 AND key < ?4
            """;
        _rows = database.Prepare(Rows + " ORDER BY key LIMIT ?5");
        _rowsDescending = database.Prepare(Rows + " ORDER BY key DESC LIMIT ?5");
        Outbox = new(database);
        Audit = new(database);
    }

    public OutboxReads Outbox { get; }

    public AuditReads Audit { get; }

    public LedgerHead? Load(LedgerKey key)
    {
        if (!_load.Bind(1, key.Kind).Bind(2, key.Id).Step())
        {
            return null;
        }

        var head = new LedgerHead(_load.Int64(0), _load.Blob(1));
        _load.Reset();
        return head;
    }

    public IReadOnlyList<LedgerRow> ReadRows(LedgerKey key, string from, string to, int max, bool descending)
    {
        var rows = new List<LedgerRow>();
        var statement = (descending ? _rowsDescending : _rows)
            .Bind(1, key.Kind).Bind(2, key.Id).Bind(3, from).Bind(4, to).Bind(5, max);
        while (statement.Step())
        {
            rows.Add(new(statement.Text(0), statement.Blob(1)));
        }

        return rows;
    }

    /// <summary>All parts of a list, and all pages of a verification step, see one moment.</summary>
    public T InSnapshot<T>(Func<T> read) => InOneSnapshot(read);

    public IReadOnlyList<ListedPartition> List(LedgerQuery query) => InOneSnapshot(() => ListingReads.List(Database, query));
}
