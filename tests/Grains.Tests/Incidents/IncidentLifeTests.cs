using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class IncidentLifeTests
{
    [Fact]
    public async Task To_acknowledge_twice_changes_nothing_the_second_time()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        var first = await grain.ExecuteAsync(new IncidentCommand.Acknowledge(), Flow.Alice, null);

        var second = await grain.ExecuteAsync(new IncidentCommand.Acknowledge(), Flow.Alice, null);

        Assert.Equal((CommandOutcome.Done, CommandOutcome.Done), (first.Outcome, second.Outcome));
        Assert.Equal(first.Incident!.Version, second.Incident!.Version);
        Assert.Single(await grain.GetTimelineAsync(0, 100), entry => entry is { Kind: "state", Text: "acknowledged" });
    }

    [Fact]
    public async Task Assignee_and_comments_are_kept_in_the_timeline_and_the_audit_trail()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();

        await grain.ExecuteAsync(new IncidentCommand.Assign("bob"), Flow.Alice, null);
        await grain.ExecuteAsync(new IncidentCommand.Assign("bob"), Flow.Alice, null);
        await grain.ExecuteAsync(new IncidentCommand.Comment("looks <b>bad</b>"), Flow.Alice, null);
        var empty = await grain.ExecuteAsync(new IncidentCommand.Comment(" "), Flow.Alice, null);
        var nameless = await grain.ExecuteAsync(new IncidentCommand.Assign(""), Flow.Alice, null);
        var assigned = (await grain.GetAsync())!.Assignee;
        await grain.ExecuteAsync(new IncidentCommand.Assign(null), Flow.Alice, null);

        Assert.Equal("bob", assigned);
        Assert.Null((await grain.GetAsync())!.Assignee);
        Assert.Equal((CommandOutcome.Invalid, CommandOutcome.Invalid), (empty.Outcome, nameless.Outcome));
        Assert.Single(await grain.GetTimelineAsync(0, 100), entry => entry is { Kind: "comment", Actor: "user:alice", Text: "looks <b>bad</b>" });
        var audit = await silo.Ledger.ReadAsync(0, null, 1_000, TestContext.Current.CancellationToken);
        Assert.Equal(["incident.assign", "incident.comment", "incident.assign"], audit.Select(record => record.Entry).Where(entry => entry.Actor == "user:alice").Select(entry => entry.Action));
    }

    [Fact]
    public async Task An_incident_that_is_resolved_while_its_plan_runs_keeps_the_containment_and_shows_it_when_reopened()
    {
        await using var silo = await TestSilo.StartAsync();
        var mayEnd = false;
        silo.Effects.Answer(EffectKinds.AwaitPods, _ => Volatile.Read(ref mayEnd)
            ? new EffectOutcome.Done(default)
            : new EffectOutcome.Again(TimeSpan.Zero, "2 pods are still there"));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();

        Assert.Equal(CommandOutcome.Done, (await grain.ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Flow.Alice, null)).Outcome);
        Volatile.Write(ref mayEnd, true);

        var contained = await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Contained);
        Assert.Equal(IncidentState.Resolved, contained!.State);
        await grain.ExecuteAsync(new IncidentCommand.Reopen("not over"), Flow.Alice, null);
        Assert.Equal(IncidentState.Contained, (await grain.GetAsync())!.State);
    }

    [Fact]
    public async Task A_step_that_is_tried_again_shows_its_tries_the_reason_and_the_next_one()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.AwaitPods, _ => new EffectOutcome.Again(TimeSpan.FromHours(1), "2 pods are still there"));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();

        var incident = await Eventually.GetAsync(grain.GetAsync, current => current!.Plan!.Steps[4].Tries is { NextAt: not null, Reason: not null });

        var tries = incident!.Plan!.Steps[4].Tries!;
        Assert.Equal((1, "2 pods are still there"), (tries.Count, tries.Reason));
        Assert.InRange(tries.NextAt!.Value - silo.Clock.GetUtcNow(), TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        Assert.All(incident.Plan.Steps.Take(3), step => Assert.Null(step.Tries));
    }

    [Fact]
    public async Task An_open_incident_cannot_be_reopened_into_anything_else()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await grain.ExecuteAsync(new IncidentCommand.Acknowledge(), Flow.Alice, null);

        Assert.Equal(CommandOutcome.Refused, (await grain.ExecuteAsync(new IncidentCommand.Reopen("why not"), Flow.Alice, null)).Outcome);

        await grain.ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Flow.Alice, null);
        Assert.Equal(CommandOutcome.Done, (await grain.ExecuteAsync(new IncidentCommand.Reopen("again"), Flow.Alice, null)).Outcome);
        Assert.Equal(IncidentState.Open, (await grain.GetAsync())!.State);
    }
}
