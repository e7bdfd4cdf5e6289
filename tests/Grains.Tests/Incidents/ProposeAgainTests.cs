using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class ProposeAgainTests
{
    private static readonly IncidentCommand.ProposePlan Again = new("rights were given");

    [Fact]
    public async Task A_rejected_plan_is_proposed_again_under_another_id_and_carried_out()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await grain.ExecuteAsync(new IncidentCommand.RejectPlan("plan-1", "no"), Flow.Alice, null);

        var proposed = await grain.ExecuteAsync(Again, Flow.Alice, null);
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);

        Assert.Equal(("plan-2", PlanStatus.Proposed, "user:alice"), (proposed.Incident!.Plan!.Id, proposed.Incident.Plan.Status, proposed.Incident.Plan.ProposedBy));
        Assert.All(silo.Effects.Tried, effect => Assert.StartsWith("plan-2/", effect.Id, StringComparison.Ordinal));
        var audit = Assert.Single(await AuditAsync(silo), record => record.Entry is { Action: "plan.propose", Actor: "user:alice" });
        Assert.EndsWith("rights were given", audit.Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_failed_before_it_wrote_is_proposed_again_at_once()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.SnapshotScale, _ => new EffectOutcome.Refused("403"));
        var grain = await FailedAsync(silo);

        Assert.Equal(CommandOutcome.Done, (await grain.ExecuteAsync(Again, Flow.Alice, null)).Outcome);
    }

    [Fact]
    public async Task A_plan_that_failed_after_it_may_have_written_is_undone_first()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.AwaitPods, effect => effect.Id.Contains("gone", StringComparison.Ordinal)
            ? new EffectOutcome.Refused("403")
            : new EffectOutcome.Done(default));
        var grain = await FailedAsync(silo);

        var early = await grain.ExecuteAsync(Again, Flow.Alice, null);
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "first"), Flow.Alice, null);
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Undone);
        var late = await grain.ExecuteAsync(Again, Flow.Alice, null);

        Assert.Equal((CommandOutcome.Refused, CommandOutcome.Done), (early.Outcome, late.Outcome));
        Assert.Contains("undo it", early.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_asked_for_waits_for_a_person_in_automatic_mode_too()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AddClusterAsync(ResponseMode.Automatic);
        await silo.ListAsync([("web-5d4f8c7b9d-x2x4z", "shop")]);
        var grain = await silo.OpenAsync();
        await grain.ExecuteAsync(new IncidentCommand.RejectPlan("plan-1", "no"), Flow.Alice, null);
        await grain.ExecuteAsync(Again, Flow.Alice, null);

        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Flow.Exec(2, "web-5d4f8c7b9d-x2x4z")));

        var incident = (await grain.GetAsync())!;
        Assert.Equal(2, incident.Fold.Sensors.Count);
        Assert.Equal(PlanStatus.Proposed, incident.Plan!.Status);
        Assert.Empty(silo.Effects.Tried);
    }

    [Fact]
    public async Task The_guardrails_and_the_state_of_things_refuse_it_with_a_reason()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1, pod: "dns-5d4f8c7b9d-x2x4z", space: "kube-system"), Flow.Alert(2));
        var guarded = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("dns"));
        var open = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web"));

        Assert.Contains("is protected", await RefusedAsync(guarded), StringComparison.Ordinal);
        Assert.Contains("proposed already", await RefusedAsync(open), StringComparison.Ordinal);
        await open.ExecuteAsync(new IncidentCommand.Resolve("over"), Flow.Alice, null);
        Assert.Contains("reopen it first", await RefusedAsync(open), StringComparison.Ordinal);
        Assert.Equal(CommandOutcome.Forbidden, (await guarded.ExecuteAsync(Again, Flow.Alice with { Person = false }, null)).Outcome);
    }

    [Fact]
    public async Task Where_nothing_can_be_done_nothing_is_proposed()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key).AddAsync(
            new ClusterRecord { Connection = new ClusterConnection { Cluster = "prod", Adapter = ClusterAdapters.None }, AddedAt = DateTimeOffset.UnixEpoch },
            "test");
        var grain = await silo.OpenAsync();

        Assert.Null((await grain.GetAsync())!.Plan);
        Assert.Contains("no connection", await RefusedAsync(grain), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(IIncidentGrain grain)
    {
        var result = await grain.ExecuteAsync(Again, Flow.Alice, null);
        Assert.Equal(CommandOutcome.Refused, result.Outcome);
        return result.Reason;
    }

    private static async Task<IIncidentGrain> FailedAsync(TestSilo silo)
    {
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Failed);
        return grain;
    }

    private static async Task<IReadOnlyList<AuditRecord>> AuditAsync(TestSilo silo) =>
        await ((IAuditTrail)silo.Ledger).ReadAsync(0, null, 100, TestContext.Current.CancellationToken);
}
