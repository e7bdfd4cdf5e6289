using System.Text;

namespace IncidentMesh.Contracts.Storage;

/// <summary>Bounds of one commit, chosen so that one transaction of Azure Tables can hold it.</summary>
public static class LedgerLimits
{
    /// <summary>Largest state, row or payload in bytes (900 KiB).</summary>
    public const int MaxBytes = 900 * 1024;

    /// <summary>Most rows, deletions, effects (asked for and settled) and audit entries in one commit, together.</summary>
    public const int MaxOperations = 90;

    /// <summary>Largest commit in bytes (3.5 MiB), everything counted, texts as UTF-8.</summary>
    public const int MaxCommitBytes = 3_670_016;

    /// <summary>Largest value of a listing in bytes (32 KiB).</summary>
    public const int MaxListingBytes = 32 * 1024;

    public const int MaxKindLength = 32;

    public const int MaxIdLength = 512;

    public const int MaxRowKeyLength = 256;

    public const int MaxEffectIdLength = 200;

    /// <summary>Every ledger asks this before it takes a commit, so that all refuse the same ones.</summary>
    /// <returns>The size of the commit in bytes.</returns>
    /// <exception cref="ArgumentException">
    /// The commit is over a limit, or names a row (written or deleted) or a new effect twice.
    /// </exception>
    public static int Check(LedgerCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var (kind, id) = commit.Key;
        if (kind.Length is 0 or > MaxKindLength || kind.AsSpan().ContainsAnyInRange('A', 'Z'))
            throw Refused(commit, $"its kind must be 1 to {MaxKindLength} characters without capitals");
        if (id.Length is 0 or > MaxIdLength)
            throw Refused(commit, $"its id must be 1 to {MaxIdLength} characters");
        if (commit.ExpectedVersion < 0)
            throw Refused(commit, "its expected version is negative");

        var operations = commit.Rows.Count + commit.DeletedRows.Count + commit.Effects.Count
            + commit.SettledEffects.Count + commit.Audit.Count;
        if (operations > MaxOperations)
            throw Refused(commit, $"it has {operations} operations, at most {MaxOperations} are taken");

        var total = Value(commit, "state", commit.State, MaxBytes) + RowBytes(commit) + EffectBytes(commit);
        foreach (var entry in commit.Audit)
        {
            total += Text(entry.Actor) + Text(entry.Action) + Text(entry.Target) + Text(entry.Detail) + Text(entry.Cluster);
        }

        if (commit.Listing is { } listing)
        {
            total += Value(commit, "listing", listing.Value, MaxListingBytes)
                + Text(listing.Scope) + Text(listing.State) + Text(listing.Subject);
        }

        return total <= MaxCommitBytes
            ? (int)total
            : throw Refused(commit, $"it has {total} bytes, at most {MaxCommitBytes} are taken");
    }

    private static long RowBytes(LedgerCommit commit)
    {
        var total = 0L;
        var seen = commit.Rows.Count + commit.DeletedRows.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var row in commit.Rows)
        {
            total += Key(commit, seen, "row", row.Key, MaxRowKeyLength) + Value(commit, "row", row.Value, MaxBytes);
        }

        foreach (var key in commit.DeletedRows)
        {
            total += Key(commit, seen, "row", key, MaxRowKeyLength);
        }

        return total;
    }

    private static long EffectBytes(LedgerCommit commit)
    {
        var total = 0L;
        var seen = commit.Effects.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var effect in commit.Effects)
        {
            total += Key(commit, seen, "effect", effect.Id, MaxEffectIdLength) + Text(effect.Kind)
                + Value(commit, "effect", effect.Payload, MaxBytes);
        }

        foreach (var id in commit.SettledEffects)
        {
            total += Key(commit, null, "effect", id, MaxEffectIdLength);
        }

        return total;
    }

    private static long Text(string text) => Encoding.UTF8.GetByteCount(text);

    private static long Key(LedgerCommit commit, HashSet<string>? seen, string what, string key, int max)
    {
        if (key.Length is 0 || key.Length > max)
            throw Refused(commit, $"the key of its {what} '{key}' is not of 1 to {max} characters");
        if (!(seen?.Add(key) ?? true))
            throw Refused(commit, $"it names {what} '{key}' twice");
        return Text(key);
    }

    private static long Value(LedgerCommit commit, string what, ReadOnlyMemory<byte> value, int max) =>
        value.Length <= max
            ? value.Length
            : throw Refused(commit, $"a {what} of {value.Length} bytes is over {max}");

    private static ArgumentException Refused(LedgerCommit commit, string problem) =>
        new($"The commit of {commit.Key} cannot be taken: {problem}.", nameof(commit));
}
