using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

public sealed partial class InMemoryLedger
{
    public event Action? Changed;

    private enum EffectState
    {
        Waiting,
        Claimed,
        Parked,
    }

    public ValueTask<IReadOnlyList<ClaimedEffect>> ClaimAsync(
        string claimant, DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var (_, effect) in All(EffectState.Claimed).Where(found => found.Effect.LeaseUntil <= now))
            {
                if (effect.Successor is not null)
                {
                    effect.Promote();
                }
            }

            var claimed = new List<ClaimedEffect>();
            var due = _partitions
                .SelectMany(partition => partition.Value.Effects.Values, (partition, effect) => (partition.Key, Effect: effect))
                .Where(found => found.Effect.Wanted.Due <= now && (found.Effect.State == EffectState.Waiting
                    || (found.Effect.State == EffectState.Claimed && found.Effect.LeaseUntil <= now)))
                .OrderBy(found => found.Effect.Wanted.Due)
                .ThenBy(found => found.Effect.Order)
                .Take(max);
            foreach (var (key, effect) in due)
            {
                effect.State = EffectState.Claimed;
                effect.Attempts++;
                effect.Claim = $"{claimant}:{Guid.NewGuid():N}";
                effect.LeaseUntil = now + lease;
                claimed.Add(new(key, effect.Wanted.Id, effect.Wanted.Kind, effect.Wanted.Payload, effect.Fence,
                    effect.Attempts, effect.Claim, effect.LeaseUntil));
            }

            return new(claimed);
        }
    }

    public ValueTask<bool> HoldsAsync(ClaimedEffect effect, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(Held(effect) is { } held && held.LeaseUntil > now);
        }
    }

    public ValueTask<bool> DeferAsync(ClaimedEffect effect, DateTimeOffset due, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (Held(effect) is not { } held)
            {
                return new(false);
            }

            held.GiveBack(due, reason);
        }

        Changed?.Invoke();
        return new(true);
    }

    public ValueTask<bool> ParkAsync(ClaimedEffect effect, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (Held(effect) is not { } held)
            {
                return new(false);
            }

            held.State = EffectState.Parked;
            held.Reason = reason;
            held.ParkedAt = _time.GetUtcNow();
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<ParkedEffect>> ListParkedAsync(int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new([.. All(EffectState.Parked)
                .OrderBy(found => found.Effect.Wanted.Due)
                .ThenBy(found => found.Effect.Order)
                .Take(max)
                .Select(found => new ParkedEffect(found.Owner, found.Effect.Wanted.Id, found.Effect.Wanted.Kind,
                    found.Effect.Wanted.Payload, found.Effect.Attempts, found.Effect.Reason, found.Effect.ParkedAt))]);
        }
    }

    public ValueTask<IReadOnlyList<PendingEffect>> ListPendingAsync(LedgerKey owner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_partitions.TryGetValue(owner, out var partition)
                ? [.. partition.Effects.Values
                    .OrderBy(effect => effect.Wanted.Id, StringComparer.Ordinal)
                    .Select(effect => new PendingEffect(
                        effect.Wanted.Id, effect.Attempts, effect.Wanted.Due, effect.State == EffectState.Claimed, effect.Reason))]
                : []);
        }
    }

    public ValueTask<bool> RequeueAsync(
        LedgerKey owner, string effectId, DateTimeOffset due, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_partitions.TryGetValue(owner, out var partition)
                || !partition.Effects.TryGetValue(effectId, out var effect)
                || effect.State != EffectState.Parked)
            {
                return new(false);
            }

            effect.GiveBack(due, "");
            effect.Attempts = 0;
        }

        Changed?.Invoke();
        return new(true);
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var times = All(EffectState.Waiting).Select(found => (DateTimeOffset?)found.Effect.Wanted.Due)
                .Concat(All(EffectState.Claimed).Select(found => (DateTimeOffset?)found.Effect.LeaseUntil));
            return new(times.Min());
        }
    }

    private bool ChangeEffects(Partition partition, LedgerCommit commit, long version)
    {
        var changed = commit.Effects.Count > 0;
        foreach (var id in commit.SettledEffects)
        {
            if (partition.Effects.TryGetValue(id, out var settled) && settled.Successor is not null)
            {
                settled.Promote();
                changed = true;
            }
            else
            {
                partition.Effects.Remove(id);
            }
        }

        foreach (var wanted in commit.Effects.Select(effect => effect with { Payload = effect.Payload.ToArray() }))
        {
            if (!partition.Effects.TryGetValue(wanted.Id, out var existing))
            {
                partition.Effects[wanted.Id] = new Effect { Wanted = wanted, Fence = version, Order = _inserted++ };
                continue;
            }

            existing.Successor = (wanted, version);
            if (existing.State == EffectState.Waiting)
            {
                existing.Promote();
            }
        }

        return changed;
    }

    private Effect? Held(ClaimedEffect effect) =>
        _partitions.TryGetValue(effect.Owner, out var partition)
        && partition.Effects.TryGetValue(effect.Id, out var found)
        && found.State == EffectState.Claimed
        && found.Claim == effect.Claim ? found : null;

    private IEnumerable<(LedgerKey Owner, Effect Effect)> All(EffectState state) =>
        _partitions
            .SelectMany(partition => partition.Value.Effects.Values, (partition, effect) => (partition.Key, effect))
            .Where(found => found.effect.State == state);

    private sealed class Effect
    {
        public required NewEffect Wanted { get; set; }

        public required long Fence { get; set; }

        public required long Order { get; init; }

        public (NewEffect Wanted, long Fence)? Successor { get; set; }

        public EffectState State { get; set; }

        public int Attempts { get; set; }

        public string Claim { get; set; } = "";

        public DateTimeOffset LeaseUntil { get; set; }

        public string Reason { get; set; } = "";

        public DateTimeOffset ParkedAt { get; set; }

        public void Promote()
        {
            (Wanted, Fence) = Successor!.Value;
            (Successor, State, Attempts, Claim, Reason) = (null, EffectState.Waiting, 0, "", "");
        }

        /// <summary>A successor takes its place: nothing was tried of that one yet.</summary>
        public void GiveBack(DateTimeOffset due, string reason)
        {
            Reason = reason;
            if (Successor is { } successor)
            {
                Promote();
                due = successor.Wanted.Due > due ? successor.Wanted.Due : due;
            }

            (State, Claim, Wanted) = (EffectState.Waiting, "", Wanted with { Due = due });
        }
    }
}
