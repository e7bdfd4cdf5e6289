using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="IOutbox"/> must do where an effect is asked for again: see its remarks.</summary>
public abstract class OutboxSuccessorConformance : OutboxStoreConformance
{
    [Fact]
    public async Task An_effect_that_waits_is_replaced()
    {
        await WantAsync("1", Effect("e", payload: "old"));
        await DeferAsync(Assert.Single(await ClaimAsync()), 5);

        var version = await WantAsync("1", Effect("e", due: 8, payload: "new"));

        Assert.Empty(await ClaimAsync(at: 7));
        var claim = Assert.Single(await ClaimAsync(at: 8));
        Assert.Equal(("new", version, 1), (Text(claim.Payload), claim.Fence, claim.Attempt));
        await SettleAsync("1", "e");
        Assert.Null(await Outbox.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_claimed_effect_is_left_alone_and_its_successor_follows_when_it_is_settled()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        var first = Assert.Single(await ClaimAsync());

        await WantAsync("1", Effect("e", payload: "second"));
        var version = await WantAsync("1", Effect("e", payload: "third"));

        Assert.True(await HoldsAsync(first, at: 1));
        Assert.Empty(await ClaimAsync(at: 1));
        await SettleAsync("1", "e");
        Assert.False(await HoldsAsync(first, at: 1));
        var next = Assert.Single(await ClaimAsync(at: 1));
        Assert.Equal(("third", version, 1), (Text(next.Payload), next.Fence, next.Attempt));
        await SettleAsync("1", "e");
        Assert.Null(await Outbox.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_successor_survives_a_reopen()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        await ClaimAsync();
        await WantAsync("1", Effect("e", payload: "second"));

        await ReopenAsync();

        await SettleAsync("1", "e");
        Assert.Equal("second", Text(Assert.Single(await ClaimAsync(at: 1)).Payload));
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(20, 20)]
    public async Task A_successor_of_an_effect_that_was_given_back_waits_as_long_as_that_would(double due, double expected)
    {
        await WantAsync("1", Effect("e", payload: "first"));
        var first = Assert.Single(await ClaimAsync());
        await WantAsync("1", Effect("e", due, payload: "second"));

        Assert.True(await DeferAsync(first, 10));

        Assert.Equal(At(expected), await Outbox.NextDueAsync(Cancel));
        var next = Assert.Single(await ClaimAsync(at: expected));
        Assert.Equal(("second", 1), (Text(next.Payload), next.Attempt));
    }

    [Fact]
    public async Task A_successor_is_claimed_in_place_of_one_whose_lease_ran_out()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        var first = Assert.Single(await ClaimAsync());
        await WantAsync("1", Effect("e", due: 5, payload: "second"));

        var next = Assert.Single(await ClaimAsync(at: 60));

        Assert.Equal(("second", 1), (Text(next.Payload), next.Attempt));
        Assert.False(await HoldsAsync(first, at: 61));
    }

    [Fact]
    public async Task A_successor_that_is_not_due_yet_waits_although_the_lease_before_it_ran_out()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        var first = Assert.Single(await ClaimAsync());
        await WantAsync("1", Effect("e", due: 90, payload: "second"));

        Assert.Empty(await ClaimAsync(at: 60));

        Assert.False(await HoldsAsync(first, at: 59));
        Assert.Equal("second", Text(Assert.Single(await ClaimAsync(at: 90)).Payload));
    }

    [Fact]
    public async Task A_dead_letter_stays_one_although_it_is_asked_for_again_and_requeueing_it_starts_its_successor()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        var first = Assert.Single(await ClaimAsync());
        await WantAsync("1", Effect("e", payload: "second"));
        Assert.True(await Outbox.ParkAsync(first, "who knows", Cancel));
        await WantAsync("1", Effect("e", payload: "third"));

        Assert.Empty(await ClaimAsync(at: 1000));
        Assert.Equal("first", Text(Assert.Single(await Outbox.ListParkedAsync(10, Cancel)).Payload));
        Assert.True(await Outbox.RequeueAsync(Incident("1"), "e", At(5), Cancel));

        Assert.Empty(await Outbox.ListParkedAsync(10, Cancel));
        var next = Assert.Single(await ClaimAsync(at: 5));
        Assert.Equal(("third", 1), (Text(next.Payload), next.Attempt));
    }

    [Fact]
    public async Task Settling_a_dead_letter_starts_its_successor()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        Assert.True(await Outbox.ParkAsync(Assert.Single(await ClaimAsync()), "", Cancel));
        await WantAsync("1", Effect("e", payload: "second"));

        await SettleAsync("1", "e");

        Assert.Empty(await Outbox.ListParkedAsync(10, Cancel));
        Assert.Equal("second", Text(Assert.Single(await ClaimAsync()).Payload));
    }

    [Fact]
    public async Task Settled_twice_an_effect_goes_with_its_successor()
    {
        await WantAsync("1", Effect("e"));
        await ClaimAsync();
        await WantAsync("1", Effect("e"));

        await SettleAsync("1", "e", "e");

        Assert.Null(await Outbox.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task Settled_and_asked_for_in_one_commit_an_effect_starts_over()
    {
        await WantAsync("1", Effect("e", payload: "first"));
        var first = Assert.Single(await ClaimAsync());
        await WantAsync("1", Effect("e", payload: "second"));

        var version = await NextAsync("1", commit => commit with { SettledEffects = ["e"], Effects = [Effect("e", payload: "third")] });

        Assert.False(await HoldsAsync(first, at: 1));
        var next = Assert.Single(await ClaimAsync(at: 1));
        Assert.Equal(("third", version, 1), (Text(next.Payload), next.Fence, next.Attempt));
        await SettleAsync("1", "e");
        Assert.Null(await Outbox.NextDueAsync(Cancel));
    }
}
