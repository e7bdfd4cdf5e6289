using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class MergeTests
{
    private const string Db = "db-5d4f8c7b9d-x2x4z";

    [Fact]
    public async Task The_one_that_goes_on_has_the_signals_and_the_raw_events_of_both()
    {
        await using var silo = await TestSilo.StartAsync();
        var (web, db) = await OpenTwoAsync(silo);

        var result = await db.ExecuteAsync(Into(web), Flow.Alice, null);

        Assert.Equal((CommandOutcome.Done, IncidentState.Closed), (result.Outcome, result.Incident!.State));
        var merged = await Eventually.GetAsync(web.GetAsync, incident => incident!.Merged.Count == 1);
        Assert.Equal(3, merged!.Fold.Signals);
        Assert.Equal(3, (await silo.AllEventsAsync(merged.Id)).Count);
        Assert.Equal(CommandOutcome.Refused, (await db.ExecuteAsync(new IncidentCommand.Reopen("no"), Flow.Alice, null)).Outcome);
        Assert.Equal(CommandOutcome.Refused, (await db.ExecuteAsync(Into(web), Flow.Alice, null)).Outcome);
    }

    [Fact]
    public async Task The_other_must_exist_in_the_same_cluster()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        var stage = new LogPartition("stage", "falco");
        await silo.ProcessedAsync(stage, await silo.SendAsync(stage, Flow.Alert(9)));
        var foreign = (await silo.IncidentsAsync()).Single(incident => incident.Subject.Cluster == "stage").Id;
        var before = (await grain.GetAsync())!.Version;

        foreach (var into in new[] { "inc-aaaaaaaaaaaa", "", new string('x', 600), foreign })
        {
            var result = await grain.ExecuteAsync(new IncidentCommand.Merge(into), Flow.Alice, null);
            Assert.Equal((CommandOutcome.Invalid, "There is no such incident in the same cluster."), (result.Outcome, result.Reason));
        }

        Assert.Equal(before, (await grain.GetAsync())!.Version);
    }

    [Fact]
    public async Task What_is_merged_itself_takes_no_other_and_names_where_it_went()
    {
        await using var silo = await TestSilo.StartAsync();
        var (web, db) = await OpenTwoAsync(silo);
        await silo.AlertAsync(Flow.Alert(7, pod: "api-5d4f8c7b9d-x2x4z"));
        var api = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("api"));
        await db.ExecuteAsync(Into(web), Flow.Alice, null);

        var result = await api.ExecuteAsync(Into(db), Flow.Alice, null);

        Assert.Equal(CommandOutcome.Refused, result.Outcome);
        Assert.Contains(web.GetPrimaryKeyString(), result.Reason, StringComparison.Ordinal);
        Assert.Equal(IncidentState.Open, (await api.GetAsync())!.State);
    }

    [Fact]
    public async Task Two_that_are_merged_into_each_other_at_once_lose_nothing_and_do_not_wait_for_one_another()
    {
        await using var silo = await TestSilo.StartAsync();
        var (web, db) = await OpenTwoAsync(silo);

        await Task.WhenAll(
            web.ExecuteAsync(Into(db), Flow.Alice, null),
            db.ExecuteAsync(Into(web), Flow.Alice, null));

        var end = await Eventually.GetAsync(
            async () => new[] { (await web.GetAsync())!, (await db.GetAsync())! },
            both => both.All(one => one.MergedInto is null || both.Single(other => other.Id == one.MergedInto).Merged.Contains(one.Id)));
        Assert.Equal(3, end.Where(one => one.MergedInto is null).Sum(one => one.Fold.Signals));
    }

    [Fact]
    public async Task Nothing_is_merged_that_holds_a_containment_or_into_itself()
    {
        await using var silo = await TestSilo.StartAsync();
        var (web, db) = await OpenTwoAsync(silo);
        await db.ApproveAsync();
        await Eventually.GetAsync(db.GetAsync, incident => incident!.State == IncidentState.Contained);

        Assert.Equal(CommandOutcome.Refused, (await db.ExecuteAsync(Into(web), Flow.Alice, null)).Outcome);
        Assert.Equal(CommandOutcome.Refused, (await web.ExecuteAsync(Into(web), Flow.Alice, null)).Outcome);
    }

    private static IncidentCommand.Merge Into(IIncidentGrain other) => new(other.GetPrimaryKeyString());

    private static async Task<(IIncidentGrain Web, IIncidentGrain Db)> OpenTwoAsync(TestSilo silo)
    {
        await silo.AlertAsync(Flow.Alert(1), Flow.Alert(2, pod: Db), Flow.Alert(3, pod: Db));
        return (silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web")), silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("db")));
    }
}
