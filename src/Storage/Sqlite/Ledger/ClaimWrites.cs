using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>Claims due effects.</summary>
internal sealed class ClaimWrites(SqliteDatabase database, EffectWrites effects)
{
    private const string Columns =
        "e.number, p.kind, p.id, e.id, e.kind, e.payload, e.fence, e.attempts, e.due FROM effect AS e JOIN partition AS p ON p.number = e.partition";

    private readonly SqliteStatement _overtaken = database.Prepare(
        "SELECT number FROM effect JOIN successor ON effect = number WHERE condition = 1 AND lease_until <= ?1");

    private readonly SqliteStatement _waiting = database.Prepare(
        $"SELECT {Columns} WHERE e.condition = 0 AND e.due <= ?1 ORDER BY e.due, e.number LIMIT ?2");

    private readonly SqliteStatement _expired = database.Prepare(
        $"SELECT {Columns} WHERE e.condition = 1 AND e.lease_until <= ?1 AND e.due <= ?1 ORDER BY e.due, e.number LIMIT ?2");

    private readonly SqliteStatement _claim = database.Prepare(
        "UPDATE effect SET condition = 1, attempts = ?2, claim = ?3, lease_until = ?4 WHERE number = ?1");

    public IReadOnlyList<ClaimedEffect> Claim(string claimant, DateTimeOffset now, TimeSpan lease, int max)
    {
        var overtaken = new List<long>();
        _overtaken.Bind(1, now.UtcTicks);
        while (_overtaken.Step())
        {
            overtaken.Add(_overtaken.Int64(0));
        }

        foreach (var effect in overtaken)
        {
            effects.Promote(effect, DateTimeOffset.MinValue);
        }

        var due = new List<Due>();
        Read(_waiting, now, max, due);
        Read(_expired, now, max, due);
        var until = now + lease;
        var claimed = new List<ClaimedEffect>(Math.Min(max, due.Count));
        foreach (var effect in due.OrderBy(effect => effect.At).ThenBy(effect => effect.Number).Take(max))
        {
            var claim = effect.Claim with
            {
                Attempt = effect.Claim.Attempt + 1,
                Claim = $"{claimant}:{Guid.NewGuid():N}",
                LeaseUntil = until,
            };
            _claim.Bind(1, effect.Number).Bind(2, claim.Attempt).Bind(3, claim.Claim).Bind(4, until.UtcTicks).Run();
            claimed.Add(claim);
        }

        return claimed;
    }

    private static void Read(SqliteStatement statement, DateTimeOffset now, int max, List<Due> due)
    {
        statement.Bind(1, now.UtcTicks).Bind(2, max);
        while (statement.Step())
        {
            due.Add(new(statement.Int64(0), statement.Int64(8), new ClaimedEffect(
                new(statement.Text(1), statement.Text(2)), statement.Text(3), statement.Text(4), statement.Blob(5),
                statement.Int64(6), (int)statement.Int64(7), "", default)));
        }
    }

    private sealed record Due(long Number, long At, ClaimedEffect Claim);
}
