using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="ILedger"/> must do about a commit that records the outcome of a claim.</summary>
public abstract class OutcomeConformance : OutboxStoreConformance
{
    [Fact]
    public async Task An_outcome_counts_while_its_claim_stands_even_after_its_lease()
    {
        await WantAsync("1", Effect("e"));
        var claim = Assert.Single(await ClaimAsync());
        Assert.False(await HoldsAsync(claim, at: 61));

        Assert.Equal(new CommitResult.Committed(2), await RecordAsync(claim));

        Assert.Empty(await Outbox.ListPendingAsync(Incident("1"), Cancel));
    }

    [Fact]
    public async Task An_outcome_found_by_a_try_that_another_has_taken_over_changes_nothing()
    {
        await WantAsync("1", Effect("e"));
        var old = Assert.Single(await ClaimAsync());
        var taken = Assert.Single(await ClaimAsync(at: 60));

        Assert.Equal(new CommitResult.ClaimLost(), await RecordAsync(old));

        var head = await Ledger.LoadAsync(Incident("1"), Cancel);
        Assert.Equal((1L, "state"), (head!.Version, Text(head.State)));
        Assert.True(await HoldsAsync(taken, at: 61));
        Assert.Equal(new CommitResult.Committed(2), await RecordAsync(taken));
    }

    [Fact]
    public async Task An_outcome_of_what_was_given_back_or_set_aside_changes_nothing()
    {
        await WantAsync("1", Effect("back"), Effect("aside"));
        var claims = await ClaimAsync();
        var (back, aside) = (claims.Single(one => one.Id == "back"), claims.Single(one => one.Id == "aside"));
        await DeferAsync(back, 5);
        await Outbox.ParkAsync(aside, "who knows", Cancel);

        Assert.Equal(new CommitResult.ClaimLost(), await RecordAsync(back));
        Assert.Equal(new CommitResult.ClaimLost(), await RecordAsync(aside));
    }

    [Fact]
    public async Task An_outcome_of_what_is_settled_is_no_obstacle()
    {
        await WantAsync("1", Effect("e"));
        var claim = Assert.Single(await ClaimAsync());
        await RecordAsync(claim);

        Assert.Equal(new CommitResult.Committed(3), await RecordAsync(claim));
    }

    private async Task<CommitResult> RecordAsync(ClaimedEffect claim)
    {
        var version = (await Ledger.LoadAsync(claim.Owner, Cancel))!.Version;
        var commit = Commit(claim.Owner, version) with { State = Bytes("recorded"), SettledEffects = [claim.Id], Claim = new(claim.Id, claim.Claim) };
        return await Ledger.CommitAsync(commit, Cancel);
    }
}
