using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>What the ledger's writer does to the outbox. The rules are those of <see cref="IOutbox"/>.</summary>
internal sealed class EffectWrites(SqliteDatabase database)
{
    private readonly SqliteStatement _find = database.Prepare(
        """
        SELECT number, condition, EXISTS (SELECT 1 FROM successor WHERE effect = number)
        FROM effect WHERE partition = ?1 AND id = ?2
        """);

    private readonly SqliteStatement _isOthers = database.Prepare(
        "SELECT EXISTS (SELECT 1 FROM effect WHERE partition = ?1 AND id = ?2 AND (condition <> 1 OR claim <> ?3))");

    private readonly SqliteStatement _insert = database.Prepare(
        """
        INSERT INTO effect (partition, id, condition, due, fence, attempts, claim, lease_until, reason, parked_at, kind, payload)
        VALUES (?1, ?2, 0, ?3, ?4, 0, '', 0, '', 0, ?5, ?6)
        """);

    private readonly SqliteStatement _replace = database.Prepare(
        """
        UPDATE effect SET condition = 0, due = ?2, fence = ?3, attempts = 0, claim = '', reason = '', kind = ?4, payload = ?5
        WHERE number = ?1
        """);

    private readonly SqliteStatement _putSuccessor = database.Prepare(
        "INSERT OR REPLACE INTO successor (effect, due, fence, kind, payload) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly SqliteStatement _promote = database.Prepare(
        """
        UPDATE effect
        SET condition = 0, due = max(s.due, ?2), fence = s.fence, attempts = 0, claim = '', reason = '', kind = s.kind, payload = s.payload
        FROM successor AS s WHERE s.effect = ?1 AND number = ?1
        """);

    private readonly SqliteStatement _deleteSuccessor = database.Prepare("DELETE FROM successor WHERE effect = ?1");

    private readonly SqliteStatement _delete = database.Prepare("DELETE FROM effect WHERE number = ?1");

    private readonly SqliteStatement _claimed = database.Prepare(
        """
        SELECT e.number, e.condition, EXISTS (SELECT 1 FROM successor WHERE effect = e.number)
        FROM effect AS e JOIN partition AS p ON p.number = e.partition
        WHERE p.kind = ?1 AND p.id = ?2 AND e.id = ?3 AND e.condition = 1 AND e.claim = ?4
        """);

    private readonly SqliteStatement _dead = database.Prepare(
        """
        SELECT e.number, e.condition, EXISTS (SELECT 1 FROM successor WHERE effect = e.number)
        FROM effect AS e JOIN partition AS p ON p.number = e.partition
        WHERE p.kind = ?1 AND p.id = ?2 AND e.id = ?3 AND e.condition = 2
        """);

    private readonly SqliteStatement _wait = database.Prepare(
        "UPDATE effect SET condition = 0, due = ?2, reason = ?3, claim = '' WHERE number = ?1");

    private readonly SqliteStatement _forget = database.Prepare("UPDATE effect SET attempts = 0 WHERE number = ?1");

    private readonly SqliteStatement _park = database.Prepare(
        "UPDATE effect SET condition = 2, reason = ?2, parked_at = ?3, claim = '' WHERE number = ?1");

    /// <summary>Whether the outcome of a claim counts: the claim stands, or the effect is settled.</summary>
    public bool Allows(long partition, EffectClaim claim)
    {
        _isOthers.Bind(1, partition).Bind(2, claim.Effect).Bind(3, claim.Claim).Step();
        var isOthers = _isOthers.Int64(0) != 0;
        _isOthers.Reset();
        return !isOthers;
    }

    /// <summary>Settles effects and takes in new ones.</summary>
    /// <returns>Whether there are effects that could not be claimed before.</returns>
    public bool Change(long partition, long version, LedgerCommit commit)
    {
        var changed = commit.Effects.Count > 0;
        foreach (var id in commit.SettledEffects)
        {
            if (!Find(_find.Bind(1, partition).Bind(2, id), out var effect))
            {
                continue;
            }

            if (effect.HasSuccessor)
            {
                Promote(effect.Number, DateTimeOffset.MinValue);
                changed = true;
            }
            else
            {
                _delete.Bind(1, effect.Number).Run();
            }
        }

        foreach (var wanted in commit.Effects)
        {
            Add(partition, version, wanted);
        }

        return changed;
    }

    /// <returns>False where the claim is gone.</returns>
    public bool Defer(ClaimedEffect claim, DateTimeOffset due, string reason)
    {
        if (!FindClaimed(claim, out var effect))
        {
            return false;
        }

        GiveBack(effect, due, reason);
        return true;
    }

    /// <returns>False where the claim is gone.</returns>
    public bool Park(ClaimedEffect claim, string reason, DateTimeOffset now)
    {
        if (!FindClaimed(claim, out var effect))
        {
            return false;
        }

        _park.Bind(1, effect.Number).Bind(2, reason).Bind(3, now.UtcTicks).Run();
        return true;
    }

    /// <returns>False where there is no such dead letter.</returns>
    public bool Requeue(LedgerKey owner, string id, DateTimeOffset due)
    {
        _dead.Bind(1, owner.Kind).Bind(2, owner.Id).Bind(3, id);
        if (!Find(_dead, out var effect))
        {
            return false;
        }

        GiveBack(effect, due, "");
        _forget.Bind(1, effect.Number).Run();
        return true;
    }

    /// <summary>The successor takes its effect's place, not before <paramref name="earliest"/>.</summary>
    public void Promote(long effect, DateTimeOffset earliest)
    {
        _promote.Bind(1, effect).Bind(2, earliest.UtcTicks).Run();
        _deleteSuccessor.Bind(1, effect).Run();
    }

    private void Add(long partition, long version, NewEffect wanted)
    {
        if (!Find(_find.Bind(1, partition).Bind(2, wanted.Id), out var effect))
        {
            _insert
                .Bind(1, partition).Bind(2, wanted.Id).Bind(3, wanted.Due.UtcTicks)
                .Bind(4, version).Bind(5, wanted.Kind).Bind(6, wanted.Payload.Span)
                .Run();
            return;
        }

        (effect.IsWaiting ? _replace : _putSuccessor)
            .Bind(1, effect.Number).Bind(2, wanted.Due.UtcTicks).Bind(3, version)
            .Bind(4, wanted.Kind).Bind(5, wanted.Payload.Span)
            .Run();
    }

    private void GiveBack(Found effect, DateTimeOffset due, string reason)
    {
        if (effect.HasSuccessor)
        {
            Promote(effect.Number, due);
        }
        else
        {
            _wait.Bind(1, effect.Number).Bind(2, due.UtcTicks).Bind(3, reason).Run();
        }
    }

    private bool FindClaimed(ClaimedEffect claim, out Found effect) =>
        Find(_claimed.Bind(1, claim.Owner.Kind).Bind(2, claim.Owner.Id).Bind(3, claim.Id).Bind(4, claim.Claim), out effect);

    private static bool Find(SqliteStatement statement, out Found effect)
    {
        var isThere = statement.Step();
        effect = isThere ? new(statement.Int64(0), statement.Int64(1) == 0, statement.Int64(2) != 0) : default;
        statement.Reset();
        return isThere;
    }

    private readonly record struct Found(long Number, bool IsWaiting, bool HasSuccessor);
}
