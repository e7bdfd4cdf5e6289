using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Comparison;

/// <summary>What becomes of a comparison that the store loses, spoils or refuses.</summary>
public sealed class DamagedComparisonTests
{
    private const string Curl = "/usr/bin/curl";

    private static readonly LedgerKey Key = new("comparison", Flow.Web.ToString());

    [Theory]
    [InlineData(StoreFault.Before)]
    [InlineData(StoreFault.After)]
    [InlineData(StoreFault.Conflict)]
    public async Task Whatever_the_store_does_and_however_often_the_silo_starts_no_window_is_lost_or_counted_twice(StoreFault fault)
    {
        var whole = await WatchAsync(StoreFault.None, restarts: 0);
        var cut = await WatchAsync(fault, restarts: 3);
        Assert.Equal(whole.Windows, cut.Windows);
        Assert.Equal((0, 0), (cut.Late, cut.Uncounted));
        var (expected, found) = (Assert.Single(whole.Deviations), Assert.Single(cut.Deviations));
        Assert.Equal(expected with { Evidence = [] }, found with { Evidence = [] });
        Assert.Equal(expected.Evidence, found.Evidence);
    }

    [Fact]
    public async Task What_cannot_be_read_again_is_learned_anew_and_that_is_said()
    {
        var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 3));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 65);
        Assert.Equal((false, null), await StateAsync(silo));

        await SpoilAsync(silo, "learned");
        await using var next = await TestSilo.StartAsync(static (_, _) => { }, silo);
        await silo.DisposeAsync();
        await shop.LiveAsync(next, 5);

        Assert.Equal((true, "Learning began anew: what was learned before is damaged."), await StateAsync(next));

        static async Task<(bool, string?)> StateAsync(TestSilo silo) => (await WebShop.Comparison(silo).GetStatusAsync())! is var status ? (status.IsLearning, status.Note) : default;
    }

    [Fact]
    public async Task Open_minutes_that_cannot_be_read_again_are_lost_and_hold_up_nothing()
    {
        var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 3));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 65);

        await SpoilAsync(silo, "windows");
        await using var next = await TestSilo.StartAsync(static (_, _) => { }, silo);
        await silo.DisposeAsync();
        await shop.LiveAsync(next, 5);

        var status = (await WebShop.Comparison(next).GetStatusAsync())!;
        Assert.False(status.IsLearning);
        Assert.Equal(WebShop.Begin.AddMinutes(69), status.ComparedThrough);
        Assert.Equal("Of what was counted of the minutes that were open something is lost. A piece of them is damaged.", status.Note);
    }

    [Fact]
    public async Task What_is_found_after_a_comparison_was_forgotten_is_told_although_whoever_is_told_remembers_more()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 2, null, (WebShop.Pod(4), Curl));
        await shop.LiveAsync(silo, 2);
        Assert.Single((await silo.OnlyIncidentAsync()).Deviations);

        silo.Clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.GetAsync(() => ForgetAsync(silo), static forgotten => forgotten);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 2, null, (WebShop.Pod(5), Curl));
        await shop.LiveAsync(silo, 2);

        Assert.Equal(2, (await silo.IncidentsAsync()).Count);
    }

    [Fact]
    public async Task A_comparison_that_cannot_be_written_begins_anew_and_holds_up_nothing()
    {
        await using var silo = await TestSilo.StartAsync(static (silo, services) => services.AddSingleton<ILedger>(new NarrowLedger(silo.Ledger)));
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 3));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 3);
        await silo.AlertAsync(shop.Alert(WebShop.Pod(1)));

        Assert.Single(await silo.IncidentsAsync());
        var status = (await WebShop.Comparison(silo).GetStatusAsync())!;
        Assert.Equal((0, "Learning began anew: what was to be compared or kept could not be (ArgumentException)."), (status.Windows, status.Note));
    }

    /// <summary>Takes nothing of what a comparison learned, as if it were too much.</summary>
    private sealed class NarrowLedger(ILedger inner) : ILedger
    {
        public ValueTask<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) =>
            commit.Rows.Any(static row => row.Key.StartsWith("learned/", StringComparison.Ordinal))
                ? throw new ArgumentException("It is too much.", nameof(commit))
                : inner.CommitAsync(commit, cancellationToken);

        public ValueTask<LedgerHead?> LoadAsync(LedgerKey key, CancellationToken cancellationToken) => inner.LoadAsync(key, cancellationToken);

        public ValueTask<bool> DeleteAsync(LedgerKey key, long expectedVersion, CancellationToken cancellationToken) => inner.DeleteAsync(key, expectedVersion, cancellationToken);

        public ValueTask<IReadOnlyList<LedgerRow>> ReadRowsAsync(LedgerKey key, string from, string to, int max, bool descending, CancellationToken cancellationToken) =>
            inner.ReadRowsAsync(key, from, to, max, descending, cancellationToken);

        public ValueTask<IReadOnlyList<ListedPartition>> ListAsync(LedgerQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);
    }

    /// <returns>False while its timer is under way: until then the store keeps it.</returns>
    private static async Task<bool> ForgetAsync(TestSilo silo) =>
        await silo.Ledger.LoadAsync(Key, TestContext.Current.CancellationToken) is { } head
        && await silo.Ledger.DeleteAsync(Key, head.Version, TestContext.Current.CancellationToken);

    /// <summary>Writes something else over the rows of a kind.</summary>
    private static async Task SpoilAsync(TestSilo silo, string prefix)
    {
        var head = (await silo.Ledger.LoadAsync(Key, TestContext.Current.CancellationToken))!;
        var rows = await silo.Ledger.ReadRowsAsync(Key, $"{prefix}/", $"{prefix}0", 10, descending: false, TestContext.Current.CancellationToken);
        await silo.Ledger.CommitAsync(
            new LedgerCommit { Key = Key, ExpectedVersion = head.Version, State = head.State, Rows = [.. rows.Select(static row => new LedgerRow(row.Key, new byte[] { 99, 1, 2, 3, 4, 5, 6, 7, 8, 9 }))] },
            TestContext.Current.CancellationToken);
    }

    /// <summary>Twelve replicas for 70 minutes, then curl in one.</summary>
    private static async Task<ComparisonStatus> WatchAsync(StoreFault fault, int restarts)
    {
        var silo = await TestSilo.StartAsync();
        try
        {
            var shop = new WebShop();
            shop.Start(Enumerable.Range(0, 12));
            await shop.ListAsync(silo);
            for (var step = 0; step < 8; step++)
            {
                if (step % 2 == 1 && step / 2 < restarts)
                {
                    var next = await TestSilo.StartAsync(static (_, _) => { }, silo);
                    await silo.DisposeAsync();
                    silo = next;
                }

                silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Repeat(StoreFault.None, step), fault]);
                await shop.LiveAsync(silo, 10, null, step == 7 ? [(WebShop.Pod(4), Curl)] : []);
            }

            await shop.LiveAsync(silo, 2);
            Assert.Single((await silo.OnlyIncidentAsync()).Deviations);
            return (await WebShop.Comparison(silo).GetStatusAsync())!;
        }
        finally
        {
            await silo.DisposeAsync();
        }
    }
}
