using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>What people say that an incident was.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task An_incident_is_judged_when_it_is_resolved_and_may_be_judged_anew_until_it_is_taken_up_again()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();

        var early = await grain.ExecuteAsync(new IncidentCommand.Judge(Verdict.Benign, "a deploy"), Flow.Alice, null);
        var resolved = await grain.ExecuteAsync(new IncidentCommand.Resolve("a deploy", Verdict.Benign), Flow.Alice, null);
        await grain.ExecuteAsync(new IncidentCommand.Close(), Flow.Alice, null);
        var judged = await grain.ExecuteAsync(new IncidentCommand.Judge(Verdict.TruePositive, "it was none"), Flow.Alice, null);
        var again = await grain.ExecuteAsync(new IncidentCommand.Judge(Verdict.TruePositive, "as I said"), Flow.Alice, null);
        var reopened = await grain.ExecuteAsync(new IncidentCommand.Reopen("it goes on"), Flow.Alice, null);

        Assert.Equal((CommandOutcome.Refused, "The incident is not over: resolve it with the verdict."), (early.Outcome, early.Reason));
        Assert.Equal((Verdict.Benign, "user:alice"), (resolved.Incident!.Verdict!.Verdict, resolved.Incident.Verdict.By));
        Assert.Equal(Verdict.TruePositive, judged.Incident!.Verdict!.Verdict);
        Assert.Equal(judged.Incident.Version, again.Incident!.Version);
        Assert.Null(reopened.Incident!.Verdict);
        Assert.Equal(
            ["resolved: a deploy", "judged benign", "closed", "judged true positive: it was none", "open: it goes on"],
            (await grain.GetTimelineAsync(0, 100)).Where(static entry => entry.Kind == "state").Select(static entry => entry.Text));
        var audit = await silo.Ledger.ReadAsync(0, null, 1_000, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["benign", "true positive: it was none"],
            audit.Select(static record => record.Entry).Where(static entry => entry.Action == "incident.judge").Select(static entry => entry.Detail));
    }

    [Fact]
    public async Task One_that_is_resolved_already_is_judged_by_resolving_it_with_a_verdict_and_keeps_both_reasons()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await grain.ExecuteAsync(new IncidentCommand.Resolve("over"), Flow.Alice, null);

        var judged = await grain.ExecuteAsync(new IncidentCommand.Resolve("it was a drill", Verdict.Test), Flow.Alice, null);

        Assert.Equal((IncidentState.Resolved, Verdict.Test), (judged.Incident!.State, judged.Incident.Verdict!.Verdict));
        Assert.Equal(
            ["resolved: over", "judged test: it was a drill"],
            (await grain.GetTimelineAsync(0, 100)).Where(static entry => entry.Kind == "state").Select(static entry => entry.Text));
    }

    [Fact]
    public async Task A_number_that_is_no_verdict_changes_nothing()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();

        var result = await grain.ExecuteAsync(new IncidentCommand.Resolve("over", (Verdict)99), Flow.Alice, null);

        Assert.Equal((CommandOutcome.Invalid, "A verdict is truePositive, falsePositive, benign or test."), (result.Outcome, result.Reason));
        Assert.Equal(IncidentState.Open, (await grain.GetAsync())!.State);
    }

    [Fact]
    public async Task A_list_may_be_of_one_verdict_only()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await silo.AlertAsync(Flow.Alert(900, pod: "cart-7b9d5d4f8c-abcde"));
        await grain.ExecuteAsync(new IncidentCommand.Resolve("noise", Verdict.FalsePositive), Flow.Alice, null);
        var list = silo.Grains.GetGrain<IIncidentListGrain>(0);

        var all = (await list.ListAsync(new IncidentQuery())).Incidents;
        var wrong = (await list.ListAsync(new IncidentQuery { Verdict = Verdict.FalsePositive })).Incidents;

        Assert.Equal([null, Verdict.FalsePositive], all.Select(static one => one.Verdict).Order());
        Assert.Equal((await grain.GetAsync())!.Id, Assert.Single(wrong).Id);
        Assert.Empty((await list.ListAsync(new IncidentQuery { Verdict = Verdict.Benign })).Incidents);
    }

    [Fact]
    public async Task One_that_was_merged_is_judged_by_the_one_that_goes_on()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await silo.AlertAsync(Flow.Alert(900, pod: "cart-7b9d5d4f8c-abcde"));
        var into = (await silo.IncidentsAsync()).Single(one => one.Id != grain.GetPrimaryKeyString()).Id;
        await grain.ExecuteAsync(new IncidentCommand.Resolve("twice", Verdict.FalsePositive), Flow.Alice, null);
        await grain.ExecuteAsync(new IncidentCommand.Merge(into), Flow.Alice, null);
        Assert.Null((await grain.GetAsync())!.Verdict);

        var result = await grain.ExecuteAsync(new IncidentCommand.Judge(Verdict.Benign, "the same"), Flow.Alice, null);

        Assert.Equal((CommandOutcome.Refused, $"The incident was merged into {into}: judge that one, and its verdict is this one's."), (result.Outcome, result.Reason));
    }
}
