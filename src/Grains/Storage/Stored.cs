using IncidentMesh.Contracts.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Storage;

/// <summary>
/// A grain's state in its ledger partition. After a conflict or an unknown outcome the copy in memory counts for
/// nothing: the next load reads the store again.
/// </summary>
internal sealed class Stored<TState>(ILedger ledger, Serializer<TState> serializer)
    where TState : class
{
    private LedgerKey? _key;
    private long _version;
    private bool _current;

    /// <summary>The state last loaded or committed; null where nothing was ever committed.</summary>
    public TState? State { get; private set; }

    public long Version => _version;

    public LedgerKey Key => _key ?? throw new InvalidOperationException("Load first.");

    public async ValueTask<TState?> LoadAsync(string kind, string id)
    {
        if (_current)
        {
            return State;
        }

        _key ??= new LedgerKey(kind, id);
        var head = await ledger.LoadAsync(_key, CancellationToken.None);
        _version = head?.Version ?? 0;
        State = head is null ? null : serializer.Deserialize(head.State);
        _current = true;
        return State;
    }

    /// <summary>Commits a new state with all that <paramref name="complete"/> adds to the commit.</summary>
    /// <param name="next">The new state.</param>
    /// <param name="complete">Adds to the commit.</param>
    /// <param name="cut">Gives a smaller state instead of one that no ledger takes; null where there is none.</param>
    /// <returns>False where nothing was committed, because <see cref="LedgerCommit.Claim"/> does not stand any more.</returns>
    /// <exception cref="StaleStateException">Another activation committed first.</exception>
    /// <exception cref="StoreUnavailableException">The outcome is unknown.</exception>
    public async ValueTask<bool> CommitAsync(TState next, Func<LedgerCommit, LedgerCommit>? complete = null, Func<TState?>? cut = null)
    {
        var state = serializer.SerializeToArray(next);
        while (state.Length > LedgerLimits.MaxBytes && cut?.Invoke() is { } smaller)
        {
            next = smaller;
            state = serializer.SerializeToArray(next);
        }

        var commit = new LedgerCommit { Key = Key, ExpectedVersion = _version, State = state };
        commit = complete?.Invoke(commit) ?? commit;
        _current = false;
        switch (await ledger.CommitAsync(commit, CancellationToken.None))
        {
            case CommitResult.Committed committed:
                _version = committed.Version;
                State = next;
                _current = true;
                return true;
            case CommitResult.ClaimLost:
                _current = true;
                return false;
            case CommitResult.Conflict conflict:
                throw new StaleStateException($"{Key} is at version {conflict.ActualVersion}, not {_version}: another activation committed first.");
            case var unknown:
                throw new InvalidOperationException($"Nobody knows what to do after {unknown}.");
        }
    }
}
