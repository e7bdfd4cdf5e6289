using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

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
