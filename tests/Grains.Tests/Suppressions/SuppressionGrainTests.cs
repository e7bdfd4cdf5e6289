using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Suppressions;

public sealed class SuppressionGrainTests
{
    [Fact]
    public async Task One_is_added_and_removed_with_the_names_of_who_did_it()
    {
        await using var silo = await TestSilo.StartAsync();
        var suppressions = silo.Suppressions();

        var added = (await suppressions.AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Record!;
        Assert.True(await suppressions.RemoveAsync(added.Suppression.Id, "user:bob"));
        Assert.True(await suppressions.RemoveAsync(added.Suppression.Id, "user:carol"));
        Assert.False(await suppressions.RemoveAsync("sup-none", "user:bob"));

        var ended = Assert.Single(await suppressions.ListAsync());
        Assert.Equal(("user:alice", "user:bob"), (ended.CreatedBy, ended.EndedBy));
        Assert.Equal(
            [("suppression.add", "user:alice", added.Suppression.Id), ("suppression.remove", "user:bob", added.Suppression.Id)],
            (await AuditAsync(silo)).Select(entry => (entry.Action, entry.Actor, entry.Target)));
        Assert.Contains("rule 'Terminal shell*'", (await AuditAsync(silo))[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_expires_ends_by_itself_and_the_audit_trail_says_so()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Suppressions().AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice");

        silo.Clock.Advance(TimeSpan.FromHours(2));

        var ended = Assert.Single(await silo.Suppressions().ListAsync());
        Assert.Equal("system:suppressions", ended.EndedBy);
        Assert.Empty((await silo.Suppressions().GetIfNewerAsync(-1))!.Suppressions);
        Assert.Equal(["suppression.add", "suppression.expire"], (await AuditAsync(silo)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_added()
    {
        await using var silo = await TestSilo.StartAsync();

        var result = await silo.Suppressions().AddAsync(new() { Expires = "2020-01-01", Expression = "proc.name ~ sh" }, "user:alice");

        Assert.Equal(["reason", "owner", "expires", "expression"], result.Faults!.Select(fault => fault.Member));
        Assert.Contains("is over", result.Faults![2].Message, StringComparison.Ordinal);
        Assert.Empty(await silo.Suppressions().ListAsync());
        Assert.Empty(await AuditAsync(silo));
    }

    [Fact]
    public async Task There_is_room_for_fifty()
    {
        await using var silo = await TestSilo.StartAsync();
        var suppressions = silo.Suppressions();
        for (var i = 0; i < 50; i++)
        {
            Assert.NotNull((await suppressions.AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Record);
        }

        var refusal = (await suppressions.AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Refusal;

        Assert.Contains("remove some first", refusal, StringComparison.Ordinal);
        Assert.True(await suppressions.RemoveAsync((await suppressions.ListAsync())[0].Suppression.Id, "user:alice"));
        Assert.NotNull((await suppressions.AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Record);
    }

    [Fact]
    public async Task Of_two_who_change_it_at_once_one_is_told_to_try_again()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Faults.Next(StoreCall.Commit, StoreFault.Conflict);

        await Assert.ThrowsAsync<StaleStateException>(() => silo.Suppressions().AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice"));

        Assert.Empty(await silo.Suppressions().ListAsync());
        Assert.NotNull((await silo.Suppressions().AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Record);
    }

    [Fact]
    public async Task What_one_hid_that_is_not_listed_any_more_stays_counted_also_where_a_partition_still_goes_by_it()
    {
        await using var silo = await TestSilo.StartAsync();
        var suppressions = silo.Suppressions();
        var first = (await suppressions.AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Record!.Suppression.Id;
        await suppressions.TakeAsync(Share(1, first, hidden: 3, shown: 1));
        await suppressions.RemoveAsync(first, "user:alice");
        for (var i = 0; i < 10; i++)
        {
            silo.Clock.Advance(TimeSpan.FromSeconds(1));
            await suppressions.RemoveAsync((await suppressions.AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice")).Record!.Suppression.Id, "user:alice");
        }

        await suppressions.TakeAsync(Share(2, first, hidden: 2, shown: 0));
        await suppressions.TakeAsync(Share(2, first, hidden: 2, shown: 0));

        var list = await suppressions.ListAllAsync();
        Assert.DoesNotContain(list.Records, record => record.Suppression.Id == first);
        Assert.Equal(new ForgottenSuppressions(1, 5, 1), list.Forgotten);
    }

    private static SignalShare Share(long chunk, string suppression, int hidden, int shown) => new()
    {
        Lane = "prod/falco",
        Chunk = chunk,
        Signals =
        [
            .. Enumerable.Range(0, hidden + shown).Select(index => new ObservedSignal(
                index,
                new Signal { Id = new SignalId(1, (ulong)index), Sensor = "falco", Time = DateTimeOffset.UnixEpoch, Rule = "r", Summary = "s", Origin = SignalOrigin.None },
                [new Contracts.Signals.Detection { Rule = "r", Title = "r", Severity = Severity.Low }],
                Suppression: suppression,
                Shown: index >= hidden)),
        ],
    };

    private static async Task<IReadOnlyList<AuditEntry>> AuditAsync(TestSilo silo) =>
        [.. (await silo.Ledger.ReadAsync(0, null, 1_000, TestContext.Current.CancellationToken))
            .Select(record => record.Entry)
            .Where(entry => entry.Action.StartsWith("suppression.", StringComparison.Ordinal))];
}
