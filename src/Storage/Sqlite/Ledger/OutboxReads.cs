using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>What dispatchers and people ask the outbox.</summary>
internal sealed class OutboxReads(SqliteDatabase database)
{
    private readonly SqliteStatement _isDue = database.Prepare(
        """
        SELECT EXISTS (SELECT 1 FROM effect WHERE condition = 0 AND due <= ?1)
            OR EXISTS (SELECT 1 FROM effect WHERE condition = 1 AND lease_until <= ?1)
        """);

    private readonly SqliteStatement _holds = database.Prepare(
        """
        SELECT EXISTS (
            SELECT 1 FROM effect AS e JOIN partition AS p ON p.number = e.partition
            WHERE p.kind = ?1 AND p.id = ?2 AND e.id = ?3 AND e.condition = 1 AND e.claim = ?4 AND e.lease_until > ?5)
        """);

    private readonly SqliteStatement _parked = database.Prepare(
        """
        SELECT p.kind, p.id, e.id, e.kind, e.payload, e.attempts, e.reason, e.parked_at
        FROM effect AS e JOIN partition AS p ON p.number = e.partition
        WHERE e.condition = 2 ORDER BY e.due, e.number LIMIT ?1
        """);

    private readonly SqliteStatement _pending = database.Prepare(
        """
        SELECT e.id, e.attempts, e.due, e.condition = 1, e.reason
        FROM effect AS e JOIN partition AS p ON p.number = e.partition
        WHERE p.kind = ?1 AND p.id = ?2 ORDER BY e.id
        """);

    private readonly SqliteStatement _nextDue = database.Prepare(
        """
        SELECT min(at) FROM (
            SELECT min(due) AS at FROM effect WHERE condition = 0
            UNION ALL SELECT min(lease_until) FROM effect WHERE condition = 1)
        """);

    public bool IsDue(DateTimeOffset now)
    {
        _isDue.Bind(1, now.UtcTicks);
        return IsTrue(_isDue);
    }

    public bool Holds(ClaimedEffect claim, DateTimeOffset now)
    {
        _holds
            .Bind(1, claim.Owner.Kind).Bind(2, claim.Owner.Id).Bind(3, claim.Id)
            .Bind(4, claim.Claim).Bind(5, now.UtcTicks);
        return IsTrue(_holds);
    }

    public IReadOnlyList<ParkedEffect> ListParked(int max)
    {
        var parked = new List<ParkedEffect>();
        _parked.Bind(1, max);
        while (_parked.Step())
        {
            parked.Add(new(
                new(_parked.Text(0), _parked.Text(1)), _parked.Text(2), _parked.Text(3), _parked.Blob(4),
                (int)_parked.Int64(5), _parked.Text(6), new DateTimeOffset(_parked.Int64(7), TimeSpan.Zero)));
        }

        return parked;
    }

    public IReadOnlyList<PendingEffect> ListPending(LedgerKey owner)
    {
        var pending = new List<PendingEffect>();
        _pending.Bind(1, owner.Kind).Bind(2, owner.Id);
        while (_pending.Step())
        {
            pending.Add(new(
                _pending.Text(0), (int)_pending.Int64(1), new DateTimeOffset(_pending.Int64(2), TimeSpan.Zero),
                _pending.Int64(3) != 0, _pending.Text(4)));
        }

        return pending;
    }

    public DateTimeOffset? NextDue()
    {
        _nextDue.Step();
        DateTimeOffset? due = _nextDue.IsNull(0) ? null : new DateTimeOffset(_nextDue.Int64(0), TimeSpan.Zero);
        _nextDue.Reset();
        return due;
    }

    private static bool IsTrue(SqliteStatement statement)
    {
        var isTrue = statement.Step() && statement.Int64(0) != 0;
        statement.Reset();
        return isTrue;
    }
}
