namespace IncidentMesh.Contracts.Storage;

/// <summary>Port: reads the audit records that ledger commits wrote.</summary>
public interface IAuditTrail
{
    /// <summary>Records in the order in which they were written, after <paramref name="after"/>.</summary>
    /// <param name="after">Position of the last record already read; 0 from the start.</param>
    /// <param name="clusters">Only records of these clusters; null for all, with those of no cluster.</param>
    /// <param name="max">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(
        long after, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken);

    /// <summary>The newest records before <paramref name="before"/>, the newest first.</summary>
    /// <param name="before">Position of the last record already read; <see cref="long.MaxValue"/> from the end.</param>
    /// <param name="clusters">Only records of these clusters; null for all, with those of no cluster.</param>
    /// <param name="max">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<AuditRecord>> ReadNewestAsync(
        long before, IReadOnlyList<string>? clusters, int max, CancellationToken cancellationToken);

    /// <summary>Recomputes every hash chain and compares its end with what its partition says that it should be.</summary>
    ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken);
}

/// <param name="Position">Place in the whole trail; grows, may have gaps.</param>
/// <param name="Chain">The ledger partition whose chain it belongs to.</param>
/// <param name="Sequence">Place in the chain, from 1, without gaps.</param>
/// <param name="Entry">What was recorded.</param>
/// <param name="Hash">See <see cref="AuditHash"/>.</param>
public sealed record AuditRecord(long Position, LedgerKey Chain, long Sequence, AuditEntry Entry, ReadOnlyMemory<byte> Hash);

/// <param name="Chains">Chains read.</param>
/// <param name="Records">Records read.</param>
/// <param name="Faults">Every place where a chain is broken, at most 100; empty where the trail is whole.</param>
public sealed record AuditVerification(long Chains, long Records, IReadOnlyList<AuditFault> Faults);

/// <param name="Chain">The broken chain.</param>
/// <param name="Sequence">The first record that does not fit.</param>
/// <param name="Problem">What is wrong, for people.</param>
public sealed record AuditFault(LedgerKey Chain, long Sequence, string Problem);
