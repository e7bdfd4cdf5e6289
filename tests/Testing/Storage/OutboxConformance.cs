using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="IOutbox"/> must do about claims, leases and what becomes of a claimed effect.</summary>
public abstract class OutboxConformance : OutboxStoreConformance
{
    [Fact]
    public async Task A_claim_carries_what_was_asked_for()
    {
        var version = await WantAsync("1", Effect("notify", payload: """{"a":1}""") with { Kind = "slack/post" });

        var claimed = Assert.Single(await ClaimAsync());

        Assert.Equal((Incident("1"), "notify", "slack/post", """{"a":1}"""),
            (claimed.Owner, claimed.Id, claimed.Kind, Text(claimed.Payload)));
        Assert.Equal((version, 1, Start + Lease), (claimed.Fence, claimed.Attempt, claimed.LeaseUntil));
        Assert.NotEmpty(claimed.Claim);
    }

    [Fact]
    public async Task Effects_are_claimed_when_due_the_earliest_first()
    {
        await WantAsync("1", Effect("c", due: 3), Effect("a", due: 1));
        await WantAsync("2", Effect("b", due: 2), Effect("d", due: 4), Effect("later", due: 100));

        Assert.Empty(await ClaimAsync(at: 0.5));
        Assert.Equal(["a"], Ids(await ClaimAsync(at: 1)));
        Assert.Equal(["b", "c"], Ids(await ClaimAsync(at: 50, max: 2)));
        Assert.Equal(["d"], Ids(await ClaimAsync(at: 50)));
        Assert.Empty(await ClaimAsync(at: 50));
    }

    [Fact]
    public async Task No_effect_is_held_by_two_claimants_at_once()
    {
        const int Count = 120;
        for (var i = 0; i < Count; i += 40)
        {
            await WantAsync($"{i}", [.. Enumerable.Range(i, 40).Select(n => Effect($"e{n}"))]);
        }

        async Task<List<ClaimedEffect>> DrainAsync(string claimant)
        {
            var all = new List<ClaimedEffect>();
            while (await Outbox.ClaimAsync(claimant, Start, Lease, 3, Cancel) is { Count: > 0 } some)
            {
                all.AddRange(some);
            }

            return all;
        }

        var claimed = (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => DrainAsync($"silo-{i}")))).SelectMany(all => all).ToList();

        Assert.Equal(Count, claimed.Count);
        Assert.Equal(Count, claimed.Select(effect => effect.Id).Distinct().Count());
        Assert.Equal(Count, claimed.Select(effect => effect.Claim).Distinct().Count());
        Assert.All(claimed, effect => Assert.Equal(1, effect.Attempt));
    }

    [Fact]
    public async Task A_claim_holds_until_its_lease_runs_out()
    {
        await WantAsync("1", Effect("e"));
        var claim = Assert.Single(await ClaimAsync());

        Assert.True(await HoldsAsync(claim, at: 0));
        Assert.True(await HoldsAsync(claim, at: 59.9));
        Assert.False(await HoldsAsync(claim, at: 60));
        Assert.Empty(await ClaimAsync(at: 59.9));
    }

    [Fact]
    public async Task What_an_owner_waits_for_is_listed_with_its_tries_until_it_is_settled()
    {
        await WantAsync("1", Effect("b", due: 50), Effect("a"));
        await WantAsync("2", Effect("other"));
        var claims = await ClaimAsync();
        var first = claims.Single(effect => effect.Id == "a");
        await DeferAsync(first, 70);
        Assert.True(await Outbox.ParkAsync(Assert.Single(await ClaimAsync(at: 50)), "who knows", Cancel));

        Assert.Equal(
            [new PendingEffect("a", 1, At(70), false, "busy"), new PendingEffect("b", 1, At(50), false, "who knows")],
            await Outbox.ListPendingAsync(Incident("1"), Cancel));
        Assert.True(Assert.Single(await Outbox.ListPendingAsync(Incident("2"), Cancel)).Claimed);

        await MustCommitAsync(Commit(Incident("2"), 1) with { SettledEffects = ["other"] });
        Assert.Empty(await Outbox.ListPendingAsync(Incident("2"), Cancel));
        Assert.Empty(await Outbox.ListPendingAsync(Incident("none"), Cancel));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_taken_over_and_the_old_holder_has_nothing_to_say()
    {
        await WantAsync("1", Effect("e"));
        var old = Assert.Single(await ClaimAsync());

        var taken = Assert.Single(await ClaimAsync(at: 60));

        Assert.Equal(2, taken.Attempt);
        Assert.NotEqual(old.Claim, taken.Claim);
        Assert.False(await HoldsAsync(old, at: 61));
        Assert.False(await DeferAsync(old, 70));
        Assert.False(await Outbox.ParkAsync(old, "late", Cancel));
        Assert.True(await HoldsAsync(taken, at: 61));
    }

    [Fact]
    public async Task Leases_that_ran_out_and_effects_that_wait_are_claimed_in_the_order_of_their_due_times()
    {
        await WantAsync("1", Effect("b", due: 2), Effect("a", due: 1));
        await ClaimAsync(at: 2);
        await WantAsync("2", Effect("c", due: 3), Effect("first", due: 0));

        Assert.Equal(["first", "a", "b"], Ids(await ClaimAsync(at: 100, max: 3)));
        Assert.Equal(["c"], Ids(await ClaimAsync(at: 100)));
    }

    [Fact]
    public async Task A_claim_survives_a_reopen()
    {
        await WantAsync("1", Effect("e"));
        var claim = Assert.Single(await ClaimAsync());

        await ReopenAsync();

        Assert.Empty(await ClaimAsync());
        Assert.True(await HoldsAsync(claim, at: 1));
        Assert.Equal(2, Assert.Single(await ClaimAsync(at: 60)).Attempt);
    }

    [Fact]
    public async Task A_deferred_effect_comes_back_at_its_new_time_and_remembers_its_attempts()
    {
        await WantAsync("1", Effect("e"));
        var claim = Assert.Single(await ClaimAsync());

        Assert.True(await DeferAsync(claim, 10));

        Assert.False(await HoldsAsync(claim, at: 1));
        Assert.False(await DeferAsync(claim, 5));
        Assert.Empty(await ClaimAsync(at: 9));
        var again = Assert.Single(await ClaimAsync(at: 10));
        Assert.Equal((2, claim.Fence), (again.Attempt, again.Fence));
    }

    [Fact]
    public async Task A_parked_effect_is_a_dead_letter_until_it_is_requeued()
    {
        await WantAsync("1", Effect("e", payload: "{}"));
        var claim = Assert.Single(await ClaimAsync());
        Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await Outbox.ParkAsync(claim, "nobody knows", Cancel));

        Assert.False(await HoldsAsync(claim, at: 1));
        Assert.False(await Outbox.ParkAsync(claim, "again", Cancel));
        Assert.Empty(await ClaimAsync(at: 1_000_000));
        var parked = Assert.Single(await Outbox.ListParkedAsync(10, Cancel));
        Assert.Equal((Incident("1"), "e", "test", "{}", 1, "nobody knows", Start.AddMinutes(5)),
            (parked.Owner, parked.Id, parked.Kind, Text(parked.Payload), parked.Attempts, parked.Reason, parked.ParkedAt));

        Assert.True(await Outbox.RequeueAsync(parked.Owner, parked.Id, At(400), Cancel));

        Assert.Empty(await Outbox.ListParkedAsync(10, Cancel));
        Assert.Empty(await ClaimAsync(at: 399));
        Assert.Equal(1, Assert.Single(await ClaimAsync(at: 400)).Attempt);
    }

    [Fact]
    public async Task Only_a_dead_letter_can_be_requeued()
    {
        await WantAsync("1", Effect("e", due: 10));

        Assert.False(await Outbox.RequeueAsync(Incident("1"), "e", Start, Cancel));
        Assert.False(await Outbox.RequeueAsync(Incident("1"), "other", Start, Cancel));
        Assert.False(await Outbox.RequeueAsync(Incident("2"), "e", Start, Cancel));
        Assert.Empty(await ClaimAsync(at: 9));
    }

    [Fact]
    public async Task Dead_letters_are_listed_oldest_due_first()
    {
        await WantAsync("1", Effect("b", due: 2), Effect("a", due: 1), Effect("c", due: 3));
        foreach (var claim in (await ClaimAsync(at: 10)).Reverse())
        {
            Assert.True(await Outbox.ParkAsync(claim, "", Cancel));
        }

        Assert.Equal(["a", "b"], (await Outbox.ListParkedAsync(2, Cancel)).Select(parked => parked.Id));
    }

    [Fact]
    public async Task An_effect_leaves_when_its_owner_settles_it_whatever_its_state()
    {
        await WantAsync("1", Effect("claimed"), Effect("parked"));
        var claims = await ClaimAsync();
        Assert.True(await Outbox.ParkAsync(claims.Single(claim => claim.Id == "parked"), "", Cancel));
        await WantAsync("1", Effect("waiting"));
        await WantAsync("2", Effect("claimed", due: 500));

        await SettleAsync("1", "claimed", "parked", "waiting", "unknown");

        Assert.False(await HoldsAsync(claims.Single(claim => claim.Id == "claimed"), at: 1));
        Assert.Empty(await Outbox.ListParkedAsync(10, Cancel));
        Assert.Equal(Incident("2"), Assert.Single(await ClaimAsync(at: 1000)).Owner);
    }

    [Fact]
    public async Task A_conflicting_settle_leaves_the_claim_alone()
    {
        await WantAsync("1", Effect("e"));
        var claim = Assert.Single(await ClaimAsync());

        Assert.IsType<CommitResult.Conflict>(
            await Ledger.CommitAsync(Commit(Incident("1"), 7) with { SettledEffects = ["e"] }, Cancel));

        Assert.True(await HoldsAsync(claim, at: 1));
    }

    [Fact]
    public async Task The_next_due_time_is_that_of_the_earliest_effect_or_lease()
    {
        Assert.Null(await Outbox.NextDueAsync(Cancel));
        await WantAsync("1", Effect("a", due: 5), Effect("b", due: 90));
        Assert.Equal(At(5), await Outbox.NextDueAsync(Cancel));

        var claim = Assert.Single(await ClaimAsync(at: 5));
        Assert.Equal(At(65), await Outbox.NextDueAsync(Cancel));

        Assert.True(await Outbox.ParkAsync(claim, "", Cancel));
        Assert.Equal(At(90), await Outbox.NextDueAsync(Cancel));

        await SettleAsync("1", "b");
        Assert.Null(await Outbox.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task Dispatchers_hear_of_new_given_back_and_requeued_effects_when_they_can_be_claimed()
    {
        await WantAsync("1", Effect("e"));
        await HearsAsync(async () => await WantAsync("2", Effect("e", due: 1000)));
        var claim = Assert.Single(await ClaimAsync());
        await HearsAsync(async () => await DeferAsync(claim, 0));
        var again = Assert.Single(await ClaimAsync());
        Assert.True(await Outbox.ParkAsync(again, "", Cancel));
        await HearsAsync(async () => await Outbox.RequeueAsync(Incident("1"), "e", Start, Cancel));
        Assert.Single(await ClaimAsync());
    }

    private async Task HearsAsync(Func<Task> act)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged() => heard.TrySetResult();
        Outbox.Changed += OnChanged;
        await act();
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Outbox.Changed -= OnChanged;
    }
}
