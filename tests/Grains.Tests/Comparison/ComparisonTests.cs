using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Comparison;

public sealed class ComparisonTests
{
    private const string Curl = "/usr/bin/curl";

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
}
