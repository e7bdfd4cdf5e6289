namespace IncidentMesh.Contracts.Storage;

/// <summary>
/// Port: effects that ledger commits asked for and that wait to be carried out, by any silo. An effect leaves the outbox
/// only by a commit of its owner that settles it or, while it waits unclaimed, replaces it.
/// </summary>
/// <remarks>
/// An effect that is asked for again while it is claimed or a dead letter gets a <i>successor</i>, which is kept until
/// the first one is out of the way (a later successor replaces an earlier one). The successor takes its place, with its
/// own payload, due time and fence and no attempts yet, when the first one is settled, given back, or requeued, or when
/// its lease has run out and it is claimed again; parked, both stay, since the first may have been done and only a
/// person can tell. Settling an effect twice, or settling it and asking for it in one commit, gets rid of its successor.
/// </remarks>
public interface IOutbox
{
    /// <summary>Raised when a local commit added or freed effects. A hint: dispatchers poll as well.</summary>
    event Action? Changed;

    /// <summary>
    /// Claims due effects (<c>due &lt;= now</c>) that nobody holds or whose lease has run out (<c>until &lt;= now</c>),
    /// earliest due first, at most <paramref name="max"/>. The claims are durable when the task ends.
    /// </summary>
    ValueTask<IReadOnlyList<ClaimedEffect>> ClaimAsync(
        string claimant, DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the claim still stands: its lease has not run out, and the effect was not settled, given back, parked or
    /// claimed by another. Asked right before acting, so that a silo that was stopped for a while does not act late.
    /// </summary>
    ValueTask<bool> HoldsAsync(ClaimedEffect effect, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a claimed effect back, to be tried again at <paramref name="due"/>. A successor waits until then too, or
    /// for its own due time where that is later: what made this one wait would meet it as well.
    /// </summary>
    /// <returns>False where the effect was settled, given back, parked or claimed by another.</returns>
    ValueTask<bool> DeferAsync(ClaimedEffect effect, DateTimeOffset due, string reason, CancellationToken cancellationToken);

    /// <summary>Sets a claimed effect aside as a dead letter, to be looked at by people.</summary>
    /// <returns>False where the effect was settled, given back, parked or claimed by another.</returns>
    ValueTask<bool> ParkAsync(ClaimedEffect effect, string reason, CancellationToken cancellationToken);

    /// <summary>Dead letters, oldest due first.</summary>
    ValueTask<IReadOnlyList<ParkedEffect>> ListParkedAsync(int max, CancellationToken cancellationToken);

    /// <summary>The effects of one owner that are not settled, dead letters too, by their ids, without their successors.</summary>
    ValueTask<IReadOnlyList<PendingEffect>> ListPendingAsync(LedgerKey owner, CancellationToken cancellationToken);

    /// <summary>Makes a dead letter, or its successor if it has one, due again with its attempts forgotten.</summary>
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
