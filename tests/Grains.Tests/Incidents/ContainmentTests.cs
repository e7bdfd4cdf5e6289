using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class ContainmentTests
{
    private static readonly Principal Alice = new() { Credential = "c1", Name = "alice", Role = Role.Responder, Person = true };

    [Fact]
    public async Task From_alert_to_approval_to_containment_and_back()
    {
        await using var silo = await TestSilo.StartAsync();
        var incident = await OpenAsync(silo);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident.Id);

        Assert.Equal(PlanStatus.Proposed, incident.Plan!.Status);
        Assert.Empty(silo.Effects.Tried);
        var approved = await grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", incident.Plan.Hash), Alice, incident.Version);
        Assert.Equal(CommandOutcome.Done, approved.Outcome);
        await Eventually.GetAsync(grain.GetAsync, current => current!.State == IncidentState.Contained);
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "false alarm"), Alice, null);
        var undone = await Eventually.GetAsync(grain.GetAsync, current => current!.Plan!.Status == PlanStatus.Undone);

        Assert.Equal(IncidentState.Acknowledged, undone!.State);
        Assert.Equal(
            [EffectKinds.SnapshotScale, EffectKinds.CollectEvidence, EffectKinds.ScaleToZero, EffectKinds.AwaitPods, EffectKinds.RestoreScale, EffectKinds.AwaitPods],
            silo.Effects.Tried.Select(effect => effect.Kind).Where(static kind => kind != EffectKinds.HoldScale));
        Assert.Empty((await silo.Ledger.VerifyAsync(CancellationToken.None)).Faults);
    }

    [Fact]
    public async Task A_viewer_and_a_service_may_not_approve()
    {
        await using var silo = await TestSilo.StartAsync();
        var incident = await OpenAsync(silo);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident.Id);
        var approve = new IncidentCommand.ApprovePlan("plan-1", incident.Plan!.Hash);

        Assert.Equal(CommandOutcome.Forbidden, (await grain.ExecuteAsync(approve, Alice with { Role = Role.Viewer }, null)).Outcome);
        Assert.Equal(CommandOutcome.Forbidden, (await grain.ExecuteAsync(approve, Alice with { Role = Role.Admin, Person = false }, null)).Outcome);
        Assert.Equal(CommandOutcome.NotFound, (await grain.ExecuteAsync(approve, Alice with { Clusters = ["other"] }, null)).Outcome);
        Assert.Equal(CommandOutcome.VersionConflict, (await grain.ExecuteAsync(approve, Alice, incident.Version + 7)).Outcome);
        Assert.Empty(silo.Effects.Tried);
    }

    [Fact]
    public async Task When_the_audit_record_cannot_be_written_nothing_is_done()
    {
        await using var silo = await TestSilo.StartAsync();
        var incident = await OpenAsync(silo);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident.Id);

        silo.Faults.Always(StoreCall.Commit, StoreFault.Before);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", incident.Plan!.Hash), Alice, null));
        silo.Faults.Down(false);
        silo.Faults.Always(StoreCall.Commit, StoreFault.None);

        Assert.Equal(PlanStatus.Proposed, (await grain.GetAsync())!.Plan!.Status);
        Assert.Empty(silo.Effects.Tried);
    }

    [Fact]
    public async Task A_step_whose_outcome_is_unknown_is_tried_again_under_the_same_id()
    {
        await using var silo = await TestSilo.StartAsync();
        var tries = 0;
        silo.Effects.Answer(EffectKinds.AwaitPods, _ => ++tries < 3
            ? new EffectOutcome.Again(TimeSpan.Zero, "pods are still there")
            : new EffectOutcome.Done(default));
        var incident = await OpenAsync(silo);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident.Id);

        await grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", incident.Plan!.Hash), Alice, null);
        await Eventually.GetAsync(grain.GetAsync, current => current!.State == IncidentState.Contained);

        Assert.Equal(["plan-1/pods-gone"], silo.Effects.Tried.Where(effect => effect.Kind == EffectKinds.AwaitPods).Select(effect => effect.Id).Distinct());
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task What_the_plan_collected_is_kept_beside_the_incident_also_when_it_is_undone()
    {
        await using var silo = await TestSilo.StartAsync();
        var collected = new EvidenceCollected(
            [
                new CollectedFile(new EvidenceFile("workload.json", silo.Clock.GetUtcNow(), 9, new string('a', 64), IsCut: false), new byte[] { 1, 2 }),
                new CollectedFile(new EvidenceFile("pods/web-1/huge.log", silo.Clock.GetUtcNow(), 99_000_000, new string('b', 64), IsCut: false), new byte[LedgerLimits.MaxBytes + 1]),
                new CollectedFile(new EvidenceFile("pods/web-1/app.log", silo.Clock.GetUtcNow(), 7, new string('c', 64), IsCut: true), new byte[] { 3 }),
            ],
            ["events: denied"]);
        silo.Effects.Answer(EffectKinds.CollectEvidence, _ => new EffectOutcome.Done(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(collected, EffectJson.Default.EvidenceCollected)));
        var incident = await OpenAsync(silo);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident.Id);

        await grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", incident.Plan!.Hash), Alice, null);
        await Eventually.GetAsync(grain.GetAsync, current => current!.State == IncidentState.Contained);
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "false alarm"), Alice, null);
        await Eventually.GetAsync(grain.GetAsync, current => current!.Plan!.Status == PlanStatus.Undone);

        var kept = (await grain.GetEvidenceAsync("plan-1"))!;
        Assert.Equal(["workload.json", "pods/web-1/app.log"], kept.Files.Select(static file => file.Name));
        Assert.Equal(["events: denied", "pods/web-1/huge.log: 99000000 bytes, for which there was no room."], kept.Missing);
        Assert.Equal([3], await grain.GetEvidenceFileAsync("plan-1", 2));
        Assert.Null(await grain.GetEvidenceFileAsync("plan-1", 3));
        Assert.Null(await grain.GetEvidenceFileAsync("plan-1", 0));
        Assert.Null(await grain.GetEvidenceAsync("plan-2"));
        var audit = await ((IAuditTrail)silo.Ledger).ReadAsync(0, null, 100, CancellationToken.None);
        Assert.Contains($"SHA256SUMS {kept.Sha256}", audit.Single(static record => record.Entry.Action == "step.evidence").Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_that_nobody_could_collect_stops_nothing_and_says_why_where_it_is_looked_for()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.CollectEvidence, _ => new EffectOutcome.Undecidable("No handler."));
        var incident = await OpenAsync(silo);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(incident.Id);

        await grain.ExecuteAsync(new IncidentCommand.ApprovePlan("plan-1", incident.Plan!.Hash), Alice, null);
        await Eventually.GetAsync(grain.GetAsync, current => current!.State == IncidentState.Contained);

        var kept = (await grain.GetEvidenceAsync("plan-1"))!;
        Assert.Empty(kept.Files);
        Assert.Equal(["No handler."], kept.Missing);
    }

    [Fact]
    public async Task A_resolved_incident_takes_nothing_in_and_the_next_alert_opens_another()
    {
        await using var silo = await TestSilo.StartAsync();
        var incident = await OpenAsync(silo);
        await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Alice, null);

        var offset = await silo.SendAsync(Flow.Falco, Flow.Alert(500));
        await silo.ProcessedAsync(Flow.Falco, offset);

        var incidents = await silo.IncidentsAsync();
        Assert.Equal(2, incidents.Count);
        Assert.All(incidents, summary => Assert.Equal(1, summary.Signals));
        Assert.Equal(PlanStatus.Withdrawn, incidents.Single(summary => summary.Id == incident.Id).PlanStatus);
    }

    [Fact]
    public async Task A_notifier_hears_of_it_once_and_then_of_every_turn()
    {
        await using var silo = await TestSilo.StartAsync(1, new NotifierTarget(EffectKinds.SlackIncident, Contracts.Signals.Severity.High));
        var receipt = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new SlackReceipt("C1", "1.2"), EffectJson.Default.SlackReceipt);
        silo.Effects.Answer(EffectKinds.SlackIncident, _ => new EffectOutcome.Done(receipt));
        var incident = await OpenAsync(silo);
        await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried.Count), count => count == 1);

        await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Alice, null);
        await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried.Count), count => count == 2);

        var notices = silo.Effects.Tried
            .Select(effect => System.Text.Json.JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.IncidentNotice)!)
            .ToList();
        Assert.Null(notices[0].Slack);
        Assert.Equal("1.2", notices[1].Slack!.Timestamp);
        Assert.Equal("resolved", notices[1].State);
    }

    [Fact]
    public async Task A_notifier_hears_of_a_step_that_was_given_up()
    {
        await using var silo = await TestSilo.StartAsync(1, new NotifierTarget(EffectKinds.SlackIncident, Contracts.Signals.Severity.High));
        silo.Effects.Answer(EffectKinds.SlackIncident, static _ => new EffectOutcome.Done(default));
        silo.Effects.Answer(EffectKinds.AwaitPods, static _ => new EffectOutcome.Undecidable("nobody knows"));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();

        await Eventually.GetAsync(
            () => Task.FromResult(silo.Effects.Tried.Where(static effect => effect.Kind == EffectKinds.SlackIncident)
                .Select(static effect => System.Text.Json.JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.IncidentNotice)!.Plan)
                .LastOrDefault()),
            static plan => plan?.EndsWith("executing, and waits for a person", StringComparison.Ordinal) == true);
    }

    private static async Task<Contracts.Incidents.Incident> OpenAsync(TestSilo silo)
    {
        var offset = await silo.SendAsync(Flow.Falco, Flow.Alert(1));
        await silo.ProcessedAsync(Flow.Falco, offset);
        return await silo.OnlyIncidentAsync();
    }
}
