using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>An outbox whose calls fail as <paramref name="faults"/> says.</summary>
public sealed class FaultyOutbox(IOutbox inner, StoreFaults faults) : IOutbox
{
    public event Action? Changed
    {
        add => inner.Changed += value;
        remove => inner.Changed -= value;
    }

    public ValueTask<IReadOnlyList<ClaimedEffect>> ClaimAsync(
        string claimant, DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Claim, () => inner.ClaimAsync(claimant, now, lease, max, cancellationToken), cancellationToken);

    public ValueTask<bool> HoldsAsync(ClaimedEffect effect, DateTimeOffset now, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.Holds, () => inner.HoldsAsync(effect, now, cancellationToken), cancellationToken);

    public ValueTask<bool> DeferAsync(
        ClaimedEffect effect, DateTimeOffset due, string reason, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Defer, () => inner.DeferAsync(effect, due, reason, cancellationToken), cancellationToken);

    public ValueTask<bool> ParkAsync(ClaimedEffect effect, string reason, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.Park, () => inner.ParkAsync(effect, reason, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<ParkedEffect>> ListParkedAsync(int max, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.ListParked, () => inner.ListParkedAsync(max, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<PendingEffect>> ListPendingAsync(LedgerKey owner, CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.ListPending, () => inner.ListPendingAsync(owner, cancellationToken), cancellationToken);

    public ValueTask<bool> RequeueAsync(
        LedgerKey owner, string effectId, DateTimeOffset due, CancellationToken cancellationToken) =>
        faults.RunAsync(
            StoreCall.Requeue, () => inner.RequeueAsync(owner, effectId, due, cancellationToken), cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        faults.RunAsync(StoreCall.NextDue, () => inner.NextDueAsync(cancellationToken), cancellationToken);
}
