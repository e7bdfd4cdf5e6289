namespace IncidentMesh.Contracts.Storage;

/// <summary>
/// Port: effects that ledger commits asked for and that wait to be carried out, by any silo. An effect leaves the outbox
/// only by a commit of its owner that settles it.
/// </summary>
public interface IOutbox
{
    /// <summary>Raised when a local commit added or freed effects. A hint: dispatchers poll as well.</summary>
    event Action? Changed;

    /// <summary>Claims due effects whose lease is free or has run out, earliest due first.</summary>
    ValueTask<IReadOnlyList<ClaimedEffect>> ClaimAsync(
        string claimant, DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the claim still stands: the effect was not settled, replaced, parked or claimed by another. Asked right
    /// before acting, so that a silo that was stopped for a while does not act late.
    /// </summary>
    ValueTask<bool> HoldsAsync(ClaimedEffect effect, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a claimed effect back, to be tried again at <paramref name="due"/>.</summary>
    /// <returns>False where the claim no longer stands.</returns>
    ValueTask<bool> DeferAsync(ClaimedEffect effect, DateTimeOffset due, string reason, CancellationToken cancellationToken);

    /// <summary>Sets a claimed effect aside as a dead letter, to be looked at by people.</summary>
    /// <returns>False where the claim no longer stands.</returns>
    ValueTask<bool> ParkAsync(ClaimedEffect effect, string reason, CancellationToken cancellationToken);

    /// <summary>Dead letters, oldest due first.</summary>
    ValueTask<IReadOnlyList<ParkedEffect>> ListParkedAsync(int max, CancellationToken cancellationToken);

    /// <summary>Makes a dead letter due again with its attempts forgotten.</summary>
    /// <returns>False where there is no such dead letter.</returns>
    ValueTask<bool> RequeueAsync(LedgerKey owner, string effectId, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>When the earliest unclaimed effect is due or the earliest lease runs out; null where nothing waits.</summary>
    ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);
}

/// <summary>An effect that a commit asks for.</summary>
/// <param name="Id">Derived from what it is (workflow and step), not from the try. Unique in its partition, at most 200 characters.</param>
/// <param name="Kind">Name of the handler, such as <c>kubernetes/scale</c>.</param>
/// <param name="Due">Not before this time.</param>
/// <param name="Payload">JSON that the handler reads. Never holds a secret.</param>
public sealed record NewEffect(string Id, string Kind, DateTimeOffset Due, ReadOnlyMemory<byte> Payload);

/// <param name="Owner">The ledger partition that asked for it.</param>
/// <param name="Id">Id within the partition.</param>
/// <param name="Kind">Name of the handler.</param>
/// <param name="Payload">JSON that the handler reads.</param>
/// <param name="Fence">Version of the commit that asked for it.</param>
/// <param name="Attempt">1 for the first try. Counts claims, so that a crash counts too.</param>
/// <param name="Claim">Identifies this claim; a later claim of the same effect has another.</param>
/// <param name="LeaseUntil">When the claim runs out.</param>
public sealed record ClaimedEffect(
    LedgerKey Owner, string Id, string Kind, ReadOnlyMemory<byte> Payload, long Fence, int Attempt, string Claim, DateTimeOffset LeaseUntil);

public sealed record ParkedEffect(LedgerKey Owner, string Id, string Kind, ReadOnlyMemory<byte> Payload, int Attempts, string Reason, DateTimeOffset ParkedAt);
