namespace IncidentMesh.Contracts.Storage;

/// <summary>One atomic change of one ledger partition.</summary>
public sealed record LedgerCommit
{
    public required LedgerKey Key { get; init; }

    /// <summary>The version this builds on; 0 where the partition must not exist yet.</summary>
    public required long ExpectedVersion { get; init; }

    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Rows to write; an existing row with the same key is replaced.</summary>
    public IReadOnlyList<LedgerRow> Rows { get; init; } = [];

    /// <summary>Keys of rows to delete; missing ones are ignored.</summary>
    public IReadOnlyList<string> DeletedRows { get; init; } = [];

    /// <summary>
    /// Effects to carry out. One with the id of an effect already waiting replaces it; where that is claimed or a dead
    /// letter, it becomes its successor: see <see cref="IOutbox"/>.
    /// </summary>
    public IReadOnlyList<NewEffect> Effects { get; init; } = [];

    /// <summary>
    /// Ids of this partition's effects whose outcome is recorded by this commit, or which are withdrawn. Settled before
    /// <see cref="Effects"/> are added; unknown ids are ignored.
    /// </summary>
    public IReadOnlyList<string> SettledEffects { get; init; } = [];

    /// <summary>
    /// The claim whose outcome this commit records: it is refused with <see cref="CommitResult.ClaimLost"/> while the
    /// effect is held by another claim or by none. An effect that is settled already is no obstacle.
    /// </summary>
    public EffectClaim? Claim { get; init; }

    /// <summary>Audit entries, appended to this partition's hash chain in order.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>How the partition is found by <see cref="ILedger.ListAsync"/>; null leaves it as it was.</summary>
    public Listing? Listing { get; init; }
}

/// <summary>The outcome of a commit.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    public sealed record Committed(long Version) : CommitResult;

    /// <summary>Somebody else committed first. Load again and decide again.</summary>
    public sealed record Conflict(long ActualVersion) : CommitResult;

    /// <summary>Nothing was committed: <see cref="LedgerCommit.Claim"/> does not stand any more.</summary>
    public sealed record ClaimLost : CommitResult;
}

/// <param name="Effect">Id of an effect of the commit's partition.</param>
/// <param name="Claim">The claim under which it was tried; see <see cref="ClaimedEffect"/>.</param>
public sealed record EffectClaim(string Effect, string Claim);
