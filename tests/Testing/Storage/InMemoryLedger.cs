using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>
/// A ledger that forgets with the process: for grain tests, and the model that the durable ones are compared with.
/// It passes the same conformance suites. One lock, plain collections, nothing clever.
/// </summary>
public sealed partial class InMemoryLedger(TimeProvider? time = null) : ILedger, IOutbox, IAuditTrail
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<LedgerKey, Partition> _partitions = [];
    private long _inserted;

    /// <summary>Commits taken so far.</summary>
    public long Commits { get; private set; }

    public ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_partitions.TryGetValue(key, out var found) ? new LedgerHead(found.Version, found.State) : null);
        }
    }

    public ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LedgerLimits.Check(commit);
        bool changed;
        long version;
        lock (_lock)
        {
            var actual = _partitions.TryGetValue(commit.Key, out var partition) ? partition.Version : 0;
            if (actual != commit.ExpectedVersion)
            {
                return new(new CommitResult.Conflict(actual));
            }

            if (commit.Claim is { } claim && partition?.Effects.GetValueOrDefault(claim.Effect) is { } effect
                && (effect.State != EffectState.Claimed || effect.Claim != claim.Claim))
            {
                return new(new CommitResult.ClaimLost());
            }

            version = actual + 1;
            partition ??= _partitions[commit.Key] = new Partition();
            partition.Version = version;
            partition.State = commit.State.ToArray();
            foreach (var key in commit.DeletedRows)
            {
                partition.Rows.Remove(key);
            }

            foreach (var row in commit.Rows)
            {
                partition.Rows[row.Key] = row.Value.ToArray();
            }

            changed = ChangeEffects(partition, commit, version);
            Record(partition, commit);
            partition.Listing = commit.Listing is { } listing
                ? listing with { Value = listing.Value.ToArray() }
                : partition.Listing;
            Commits++;
        }

        if (changed)
        {
            Changed?.Invoke();
        }

        return new(new CommitResult.Committed(version));
    }

    /// <summary>Partitions of a kind that are there.</summary>
    public int Count(string kind)
    {
        lock (_lock)
        {
            return _partitions.Keys.Count(key => key.Kind == kind);
        }
    }

    public ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_partitions.TryGetValue(key, out var partition)
                && (partition.Version != expectedVersion || partition.Audit.Count > 0 || partition.Effects.Count > 0))
            {
                return new(false);
            }

            _partitions.Remove(key);
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(
        LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var rows = _partitions.TryGetValue(key, out var partition) ? partition.Rows : [];
            var inRange = rows
                .Where(row => string.CompareOrdinal(row.Key, from) >= 0 && string.CompareOrdinal(row.Key, to) < 0)
                .Select(row => new LedgerRow(row.Key, row.Value));
            return new([.. (descending ? inRange.Reverse() : inRange).Take(max)]);
        }
    }

    public ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Max, 1000);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new([.. _partitions
                .Where(pair => pair.Key.Kind == query.Kind && pair.Value.Listing is not null)
                .Select(pair => new ListedPartition(pair.Key.Id, pair.Value.Listing!))
                .Where(listed => (query.Scopes?.Contains(listed.Listing.Scope) ?? true)
                    && (query.States?.Contains(listed.Listing.State) ?? true)
                    && (query.Subject is null || query.Subject == listed.Listing.Subject)
                    && (query.After is not { } after || listed.Listing.Rank < after.Rank
                        || (listed.Listing.Rank == after.Rank && string.CompareOrdinal(listed.Id, after.Id) > 0)))
                .OrderByDescending(listed => listed.Listing.Rank)
                .ThenBy(listed => listed.Id, StringComparer.Ordinal)
                .Take(query.Max)]);
        }
    }

    private sealed class Partition
    {
        public long Version { get; set; }

        public byte[] State { get; set; } = [];

        public SortedDictionary<string, byte[]> Rows { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Effect> Effects { get; } = new(StringComparer.Ordinal);

        public List<AuditRecord> Audit { get; } = [];

        public Listing? Listing { get; set; }
    }
}
