using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine;
using IncidentMesh.Storage.Sqlite.Engine.Writing;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>The outbox in the ledger's file. Every change goes through the one writer, so claims never race.</summary>
internal sealed class SqliteOutbox(StoreFile<LedgerWrites, LedgerReads> file, TimeProvider time) : IOutbox
{
    public event Action? Changed;

    public async ValueTask<IReadOnlyList<ClaimedEffect>> ClaimAsync(
        string claimant, DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);

        // Dispatchers poll: where nothing is due, nothing is written.
        if (!await file.ReadAsync(now, static (reads, now) => reads.Outbox.IsDue(now), cancellationToken))
        {
            return [];
        }

        return await WriteAsync(claimant.Length, writes => (writes.Claims.Claim(claimant, now, lease, max), false), cancellationToken);
    }

    public ValueTask<bool> HoldsAsync(ClaimedEffect effect, DateTimeOffset now, CancellationToken cancellationToken) =>
        file.ReadAsync((effect, now), static (reads, ask) => reads.Outbox.Holds(ask.effect, ask.now), cancellationToken);

    public ValueTask<bool> DeferAsync(
        ClaimedEffect effect, DateTimeOffset due, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(reason.Length, writes => writes.Effects.Defer(effect, due, reason), cancellationToken);

    public ValueTask<bool> ParkAsync(ClaimedEffect effect, string reason, CancellationToken cancellationToken) =>
        WriteAsync(reason.Length, writes => (writes.Effects.Park(effect, reason, time.GetUtcNow()), false), cancellationToken);

    public ValueTask<IReadOnlyList<ParkedEffect>> ListParkedAsync(int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return file.ReadAsync(max, static (reads, max) => reads.Outbox.ListParked(max), cancellationToken);
    }

    public ValueTask<IReadOnlyList<PendingEffect>> ListPendingAsync(LedgerKey owner, CancellationToken cancellationToken) =>
        file.ReadAsync(owner, static (reads, owner) => reads.Outbox.ListPending(owner), cancellationToken);

    public ValueTask<bool> RequeueAsync(
        LedgerKey owner, string effectId, DateTimeOffset due, CancellationToken cancellationToken) =>
        ChangeAsync(0, writes => writes.Effects.Requeue(owner, effectId, due), cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        file.ReadAsync(0, static (reads, _) => reads.Outbox.NextDue(), cancellationToken);

    /// <summary>Called on the writer's thread with each group that is on disk.</summary>
    internal void Announce(IReadOnlyList<StoreWrite<LedgerWrites>> group)
    {
        foreach (var write in group)
        {
            if (write is IEffectsChange { HasNewEffects: true })
            {
                Changed?.Invoke();
                return;
            }
        }
    }

    private ValueTask<bool> ChangeAsync(long bytes, Func<LedgerWrites, bool> change, CancellationToken cancellationToken) =>
        WriteAsync(
            bytes,
            writes =>
            {
                var isChanged = change(writes);
                return (isChanged, isChanged);
            },
            cancellationToken);

    private ValueTask<T> WriteAsync<T>(
        long bytes, Func<LedgerWrites, (T Result, bool HasNewEffects)> execute, CancellationToken cancellationToken) =>
        file.WriteAsync(new LedgerWrite<T>(bytes, execute), cancellationToken);
}
