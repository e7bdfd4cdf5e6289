using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Comparison;

/// <summary>What people say of an incident is noted beside the findings that are in it.</summary>
public sealed class FindingVerdictTests
{
    [Fact]
    public async Task A_findings_verdict_is_that_of_its_incident_and_goes_with_it()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 1, null, (WebShop.Pod(4), "/usr/bin/curl"));
        await shop.LiveAsync(silo, 3);
        var first = await silo.OnlyIncidentAsync();
        var incident = silo.Grains.GetGrain<IIncidentGrain>(first.Id);
        Assert.Equal((new FindingTally(1, 0, 1), null), await StandAsync());

        await incident.ExecuteAsync(new IncidentCommand.Resolve("a canary", Verdict.Benign), Flow.Alice, null);
        await UntilAsync(new FindingTally(1, 1, 0), Verdict.Benign);

        await incident.ExecuteAsync(new IncidentCommand.Judge(Verdict.TruePositive, "there is no canary"), Flow.Alice, null);
        await UntilAsync(new FindingTally(1, 0, 0), Verdict.TruePositive);

        await incident.ExecuteAsync(new IncidentCommand.Reopen("who was it?"), Flow.Alice, null);
        await UntilAsync(new FindingTally(1, 0, 1), null);

        async Task UntilAsync(FindingTally tally, Verdict? verdict) => Assert.Equal(
            (tally, verdict), await Eventually.GetAsync(StandAsync, stand => stand == (tally, verdict)));

        async Task<(FindingTally Tally, Verdict? Verdict)> StandAsync()
        {
            var status = (await WebShop.Comparison(silo).GetStatusAsync())!;
            return (status.LastQuarter, Assert.Single(status.Deviations).Verdict);
        }
    }

    [Theory]
    [InlineData(Verdict.TruePositive, 1)]
    [InlineData(Verdict.Benign, 0)]
    public async Task What_was_judged_an_attack_is_told_again_although_it_had_ended_and_the_silo_began_anew(Verdict verdict, int told)
    {
        var silo = await TestSilo.StartAsync();
        try
        {
            var shop = new WebShop();
            shop.Start(Enumerable.Range(0, 12));
            await shop.ListAsync(silo);
            await shop.LiveAsync(silo, 70);
            await shop.LiveAsync(silo, 1, null, (WebShop.Pod(4), "/usr/bin/curl"));
            await shop.LiveAsync(silo, 60);
            var incident = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
            Assert.NotNull(Assert.Single((await WebShop.Comparison(silo).GetStatusAsync())!.Deviations).EndedAt);
            await incident.ExecuteAsync(new IncidentCommand.Resolve("looked into", verdict), Flow.Alice, null);
            Assert.True(await Eventually.GetAsync(async () => (await WebShop.Comparison(silo).GetStatusAsync())!.Deviations[0].Verdict, one => one == verdict) == verdict);

            var next = await TestSilo.StartAsync(static (_, _) => { }, silo);
            await silo.DisposeAsync();
            silo = next;
            await shop.LiveAsync(silo, 1, null, (WebShop.Pod(5), "/usr/bin/curl"));
            await shop.LiveAsync(silo, 3);

            Assert.Equal(told, (await silo.IncidentsAsync()).Count(static one => one.State == IncidentState.Open));
        }
        finally
        {
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Another_incident_of_the_workload_says_nothing_of_it_until_both_are_merged()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 12));
        await shop.ListAsync(silo);
        await silo.AlertAsync(shop.Alert(WebShop.Pod(1)));
        var earlier = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
        await earlier.ExecuteAsync(new IncidentCommand.Resolve("noise"), Flow.Alice, null);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 1, null, (WebShop.Pod(4), "/usr/bin/curl"));
        await shop.LiveAsync(silo, 3);

        await earlier.ExecuteAsync(new IncidentCommand.Judge(Verdict.FalsePositive, "noise"), Flow.Alice, null);
        await WebShop.Comparison(silo).RefreshVerdictAsync(earlier.GetPrimaryKeyString());
        Assert.Equal(new FindingTally(1, 0, 1), await TallyAsync());

        var later = silo.Grains.GetGrain<IIncidentGrain>((await silo.IncidentsAsync()).Single(static one => one.State == IncidentState.Open).Id);
        Assert.Equal(CommandOutcome.Done, (await later.ExecuteAsync(new IncidentCommand.Merge(earlier.GetPrimaryKeyString()), Flow.Alice, null)).Outcome);
        Assert.Equal(new FindingTally(1, 1, 0), await Eventually.GetAsync(TallyAsync, static tally => tally.Unjudged == 0));
        await earlier.ExecuteAsync(new IncidentCommand.Judge(Verdict.TruePositive, "none of both"), Flow.Alice, null);
        Assert.Equal(new FindingTally(1, 0, 0), await Eventually.GetAsync(TallyAsync, static tally => tally.FalseAlarms == 0));

        async Task<FindingTally> TallyAsync() => (await WebShop.Comparison(silo).GetStatusAsync())!.LastQuarter;
    }
}
