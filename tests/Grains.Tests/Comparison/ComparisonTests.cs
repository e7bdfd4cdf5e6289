using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Comparison;

public sealed class ComparisonTests
{
    private const string Curl = "/usr/bin/curl";

    private static readonly LedgerKey Key = new("comparison", Flow.Web.ToString());

    [Fact]
    public async Task A_replica_that_deviates_is_told_to_its_workloads_incident_and_a_roll_out_a_new_leader_and_a_scale_out_are_not()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 10));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 40, leader: WebShop.Pod(0));
        await shop.LiveAsync(silo, 30, leader: WebShop.Pod(3));

        shop.Start([10, 11]);
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 20, leader: WebShop.Pod(3));

        for (var number = 0; number < 12; number++)
        {
            shop.Start([number], WebShop.New);
            shop.Stop(WebShop.Pod(number));
            await shop.ListAsync(silo);
            await silo.AlertAsync([.. shop.Live(1, WebShop.Pod(0, WebShop.New), (WebShop.Pod(number, WebShop.New), "/app/migrate"))]);
        }

        await shop.LiveAsync(silo, 70, leader: WebShop.Pod(0, WebShop.New));
        Assert.Empty(await silo.IncidentsAsync());

        var odd = WebShop.Pod(7, WebShop.New);
        await silo.AlertAsync(shop.Alert(odd));
        await shop.LiveAsync(silo, 3, WebShop.Pod(0, WebShop.New), (odd, Curl));
        await shop.LiveAsync(silo, 2, WebShop.Pod(0, WebShop.New));

        var incident = await silo.OnlyIncidentAsync();
        var deviation = Assert.Single(incident.Deviations);
        Assert.Equal(("replica", odd, $"exec|{Curl}"), (deviation.Kind, deviation.Replica, deviation.Evidence[0].Feature));
        Assert.Equal((0, 11), (deviation.Evidence[0].PeerCount, deviation.Evidence[0].Peers));
        Assert.StartsWith($"{odd} ran {Curl}", deviation.Sentence, StringComparison.Ordinal);
        var hits = incident.Fold.Rules.Single(rule => rule.Rule == "replicas/replica/tool");
        Assert.Equal((Severity.High, 1, deviation.Sentence), (hits.Severity, hits.Count, hits.Example));
        Assert.Equal(["falco"], incident.Fold.Sensors);
        Assert.Contains(
            await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100), entry => entry.Text.Contains(deviation.Sentence, StringComparison.Ordinal));
    }

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
    public async Task What_happens_last_is_compared_although_nothing_comes_after_it()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 1, null, (WebShop.Pod(4), Curl));
        Assert.Empty(await silo.IncidentsAsync());

        silo.Clock.Advance(TimeSpan.FromMinutes(3));

        await Eventually.GetAsync(silo.IncidentsAsync, static incidents => incidents.Count == 1);
        Assert.Equal(WebShop.Pod(4), Assert.Single((await silo.OnlyIncidentAsync()).Deviations).Replica);
        Assert.Equal(WebShop.Begin.AddMinutes(72), (await WebShop.Comparison(silo).GetStatusAsync())!.ComparedThrough);
    }

    [Fact]
    public async Task What_is_expected_is_left_out_until_that_ends_and_the_audit_trail_says_who_said_so()
    {
        await using var silo = await TestSilo.StartAsync();
        var comparison = WebShop.Comparison(silo);
        var request = new ExpectationRequest { Feature = $"exec|{Curl}", Replica = WebShop.Pod(4), Reason = "canary", Expires = silo.Clock.GetUtcNow().AddDays(1).ToString("O") };
        Assert.NotNull((await comparison.ExpectAsync(request, "user:alice")).Refusal);
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);

        var expected = (await comparison.ExpectAsync(request, "user:alice")).Expectation!;
        await shop.LiveAsync(silo, 3, null, (WebShop.Pod(4), Curl));
        await shop.LiveAsync(silo, 2);
        Assert.Empty(await silo.IncidentsAsync());
        Assert.Equal(3, (await comparison.GetStatusAsync())!.Expectations[0].Hits);

        Assert.True(await comparison.EndExpectationAsync(expected.Id, "user:bob"));
        Assert.False(await comparison.EndExpectationAsync("exp-unknown", "user:bob"));
        await shop.LiveAsync(silo, 3, null, (WebShop.Pod(4), Curl));
        Assert.Single((await silo.OnlyIncidentAsync()).Deviations);
        var audit = await silo.Ledger.ReadAsync(0, null, 100, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("user:alice", "expectation.add"), ("user:bob", "expectation.remove")],
            audit.Where(record => record.Entry.Target == expected.Id).Select(record => (record.Entry.Actor, record.Entry.Action)));
    }

    [Fact]
    public async Task An_expectation_that_is_over_ends_by_itself()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 5);
        var comparison = WebShop.Comparison(silo);
        await comparison.ExpectAsync(new ExpectationRequest { Feature = "exec|x", Reason = "r", Expires = silo.Clock.GetUtcNow().AddHours(1).ToString("O") }, "user:alice");

        silo.Clock.Advance(TimeSpan.FromHours(2));
        await shop.LiveAsync(silo, 1);

        Assert.Equal("system:comparison", (await comparison.GetStatusAsync())!.Expectations[0].EndedBy);
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
    public async Task A_sensor_that_was_taken_away_while_it_was_silent_on_a_node_leaves_no_replica_unwatched()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 3));
        await shop.ListAsync(silo);
        var comparison = WebShop.Comparison(silo);
        await TakeAsync("prod/falco", chunk: 1, minute: 0, "node-1");
        await TakeAsync("prod/falco", chunk: 2, minute: 3, "node-1");
        Assert.Equal(2, (await comparison.GetStatusAsync())!.Replicas);

        await TakeAsync("prod/tetragon", chunk: 1, minute: 70);
        await TakeAsync("prod/tetragon", chunk: 2, minute: 75);

        Assert.Equal(3, (await comparison.GetStatusAsync())!.Replicas);

        Task TakeAsync(string lane, long chunk, int minute, params IReadOnlyList<string> silent) => comparison.TakeAsync(new ActivityShare
        {
            Lane = lane,
            Chunk = chunk,
            Seen = [new SeenActivity(0, WebShop.Pod(0), WebShop.Begin.AddMinutes(minute), $"exec|{WebShop.Health}")],
            SilentNodes = silent,
        });
    }

    [Fact]
    public async Task An_event_that_is_dated_long_ago_ends_no_learning_whether_it_comes_first_or_later()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await silo.AlertAsync(shop.At(-10 * 24 * 60, WebShop.Pod(3)));
        await shop.LiveAsync(silo, 20);
        await silo.AlertAsync(shop.At(-5 * 24 * 60, WebShop.Pod(3)));
        await shop.LiveAsync(silo, 20, null, (WebShop.Pod(4), Curl));

        var status = (await WebShop.Comparison(silo).GetStatusAsync())!;
        Assert.Equal((true, 1), (status.IsLearning, status.Late));
        Assert.InRange(status.Windows, 39, 42);
        Assert.Empty(await silo.IncidentsAsync());
    }

    [Fact]
    public async Task What_a_sidecar_does_is_not_what_the_main_container_does()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70, null, [.. shop.Pods.Select(static pod => (pod, Curl))]);
        await silo.AlertAsync(shop.Sidecar(WebShop.Pod(4), Curl));
        await shop.LiveAsync(silo, 3, null, [.. shop.Pods.Select(static pod => (pod, Curl))]);

        var deviation = Assert.Single((await silo.OnlyIncidentAsync()).Deviations);
        Assert.Equal((WebShop.Pod(4), $"exec@proxy|{Curl}"), (deviation.Replica, deviation.Evidence[0].Feature));
    }

    [Fact]
    public async Task Findings_beyond_those_that_are_told_at_once_are_counted()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 30));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 65);
        await shop.LiveAsync(silo, 1, null, [.. Enumerable.Range(0, 30).Select(static pod => (WebShop.Pod(pod), $"/dev/shm/x{pod}"))]);
        await shop.LiveAsync(silo, 3);

        var status = (await WebShop.Comparison(silo).GetStatusAsync())!;
        Assert.Equal((20, 10), (status.Deviations.Count, status.Dropped));
        Assert.Equal(20, (await silo.OnlyIncidentAsync()).Fold.Rules.Single(static rule => rule.Rule == "replicas/replica/tool").Count);
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

    [Fact]
    public async Task Where_nobody_lists_the_pods_those_that_are_heard_of_are_compared()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 2, null, (WebShop.Pod(4), Curl));
        await shop.LiveAsync(silo, 2);

        Assert.Equal((WebShop.Pod(4), 11), Assert.Single((await silo.OnlyIncidentAsync()).Deviations) is var found ? (found.Replica, found.Evidence[0].Peers) : default);
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
