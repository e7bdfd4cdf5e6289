using IncidentMesh.Contracts.Storage;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Storage.Tests.Faults;

public sealed class FaultyLedgerTests
{
    private static readonly LedgerKey Key = new("incident", "1");
    private readonly StoreFaults _faults = new();
    private readonly InMemoryLedger _inner = new();
    private readonly FaultyLedger _ledger;

    public FaultyLedgerTests() => _ledger = new(_inner, _faults);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_fails_before_or_after_it_was_done_and_then_works_again()
    {
        _faults.Next(StoreCall.Commit, StoreFault.Before, StoreFault.After);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await CommitAsync(0));
        Assert.Null(await _inner.LoadAsync(Key, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await CommitAsync(0));
        Assert.Equal(1, (await _inner.LoadAsync(Key, Cancel))!.Version);
        Assert.Equal(new CommitResult.Committed(2), await CommitAsync(1));
        Assert.Equal(3, _faults.Count(StoreCall.Commit));
    }

    [Fact]
    public async Task A_conflict_comes_from_a_commit_of_somebody_else()
    {
        await CommitAsync(0);
        _faults.Next(StoreCall.Commit, StoreFault.Conflict);

        Assert.Equal(new CommitResult.Conflict(2), await CommitAsync(1));
        Assert.Equal(new CommitResult.Committed(3), await CommitAsync(2));
    }

    [Fact]
    public async Task A_held_call_waits_until_it_is_released()
    {
        var held = _faults.Hold(StoreCall.Commit);
        var commit = CommitAsync(0).AsTask();
        await held.Reached.WaitAsync(Cancel);
        Assert.Null(await _inner.LoadAsync(Key, Cancel));

        held.Release();

        Assert.Equal(new CommitResult.Committed(1), await commit);
    }

    [Fact]
    public async Task A_store_that_is_down_fails_until_it_is_up()
    {
        _faults.Down();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _ledger.LoadAsync(Key, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await CommitAsync(0));

        _faults.Down(false);

        Assert.Equal(new CommitResult.Committed(1), await CommitAsync(0));
    }

    private ValueTask<CommitResult> CommitAsync(long expected) =>
        _ledger.CommitAsync(new LedgerCommit { Key = Key, ExpectedVersion = expected, State = default }, Cancel);
}
