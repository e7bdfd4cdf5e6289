using System.Globalization;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class QuarantineTests
{
    private static readonly IncidentCommand.ProposePlan Less = new("one pod is enough", ActionNames.Quarantine);

    [Fact]
    public async Task A_person_has_another_action_proposed_instead_and_it_is_carried_out_and_undone()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();

        var proposed = (await grain.ExecuteAsync(Less, Flow.Alice, null)).Incident!.Plan!;
        await grain.ApproveAsync();
        var contained = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained))!;
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-2", "over"), Flow.Alice, null);
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Undone);

        Assert.Equal(("plan-2", ActionNames.Quarantine, "user:alice"), (proposed.Id, proposed.Action, proposed.ProposedBy));
        Assert.Equal("web", Assert.Single(contained.Plan!.Quarantined).Labels["app"]);
        Assert.Equal(
            [EffectKinds.SnapshotPods, EffectKinds.CollectEvidence, EffectKinds.QuarantinePods, EffectKinds.AwaitPods, EffectKinds.ReleasePods, EffectKinds.AwaitPods],
            silo.Effects.Tried.Select(static effect => effect.Kind).Where(static kind => kind != EffectKinds.HoldQuarantine));
        Assert.Contains(await AuditAsync(silo), static entry => entry is { Action: "plan.withdraw", Detail: "user:alice asked for quarantine instead: one pod is enough" });
        Assert.Empty((await silo.Ledger.VerifyAsync(CancellationToken.None)).Faults);
    }

    [Fact]
    public async Task The_plan_of_before_stays_where_the_other_cannot_be_proposed()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        var many = Enumerable.Range(0, 21).Select(static pod => $"web-{pod}").ToArray();

        var refused = await grain.ExecuteAsync(Less with { Pods = many }, Flow.Alice, null);

        Assert.Equal(CommandOutcome.Refused, refused.Outcome);
        Assert.Contains("More than 20 pods", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(("plan-1", PlanStatus.Proposed), ((await grain.GetAsync())!.Plan!.Id, (await grain.GetAsync())!.Plan!.Status));
    }

    [Fact]
    public async Task What_is_detected_on_another_pod_afterwards_opens_the_incident_again_until_somebody_has_seen_it()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(AlertNow(silo, 1));
        var grain = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
        await grain.ExecuteAsync(Less, Flow.Alice, null);
        await grain.ApproveAsync();
        var contained = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained))!;

        await silo.AlertAsync(AlertNow(silo, 2, contained.Plan!.Quarantined[0].Name));
        Assert.Equal(IncidentState.Contained, (await grain.GetAsync())!.State);
        await silo.AlertAsync(AlertNow(silo, 3, "web-5d4f8c7b9d-zz9z9"));

        Assert.Equal((IncidentState.Open, PlanStatus.Contained), ((await grain.GetAsync())!.State, (await grain.GetAsync())!.Plan!.Status));
        Assert.Contains(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "open again: it was contained, and there are detections on web-5d4f8c7b9d-zz9z9, not cut off");
    }

    [Fact]
    public async Task Pods_that_were_named_after_the_plan_was_proposed_keep_the_incident_open()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await grain.ExecuteAsync(Less, Flow.Alice, null);
        await silo.AlertAsync(Flow.Alert(2, pod: "web-5d4f8c7b9d-zz9z9"));

        await grain.ApproveAsync();
        var contained = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Contained))!;

        Assert.Equal(IncidentState.Open, contained.State);
        Assert.Contains(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "not contained: detections name web-5d4f8c7b9d-zz9z9 too, not cut off");
    }

    [Fact]
    public async Task Only_what_is_cut_off_counts_as_contained_and_what_is_gone()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.HoldQuarantine, static _ => new EffectOutcome.Again(TimeSpan.Zero, "1 pod is cut off."));
        silo.Effects.Answer(EffectKinds.SnapshotPods, static _ => new EffectOutcome.Done(
            """{"pods":[{"name":"web-5d4f8c7b9d-x2x4z","uid":"u","labels":{"app":"web"}}],"notes":[],"gone":["web-5d4f8c7b9d-zz9z9"]}"""u8.ToArray()));
        var grain = await silo.OpenAsync();
        await silo.AlertAsync(Flow.Alert(2, pod: "web-5d4f8c7b9d-zz9z9"), Flow.Alert(3, pod: "web-5d4f8c7b9d-77zz7"));
        await grain.ExecuteAsync(Less, Flow.Alice, null);
        await grain.ApproveAsync();

        Assert.Equal(IncidentState.Open, (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Contained))!.State);
        Assert.Contains(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "not contained: detections name web-5d4f8c7b9d-77zz7 too, not cut off");
        await grain.ExecuteAsync(new IncidentCommand.Resolve("over"), Flow.Alice, null);
        await grain.ExecuteAsync(new IncidentCommand.Reopen("not over"), Flow.Alice, null);
        Assert.Equal(IncidentState.Open, (await grain.GetAsync())!.State);
    }

    [Fact]
    public async Task What_was_cut_off_and_is_not_any_more_opens_the_incident_again()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.HoldQuarantine, static _ => new EffectOutcome.Again(TimeSpan.Zero, "1 pod is cut off."));
        var grain = await silo.OpenAsync();
        await grain.ExecuteAsync(Less, Flow.Alice, null);
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained);

        silo.Effects.Answer(EffectKinds.HoldQuarantine, static _ => new EffectOutcome.Done("""{"kind":"Lost","found":"Somebody removed mark and label"}"""u8.ToArray()));

        var lost = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Open))!;
        Assert.Equal((PlanStatus.Failed, true), (lost.Plan!.Status, lost.Plan.TakenBack));
    }

    private static string AlertNow(TestSilo silo, int number, string pod = "web-5d4f8c7b9d-x2x4z")
    {
        var alert = JsonNode.Parse(Flow.Alert(number, pod: pod))!;
        alert["time"] = silo.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        return alert.ToJsonString();
    }

    private static async Task<IReadOnlyList<AuditEntry>> AuditAsync(TestSilo silo) =>
        [.. (await ((IAuditTrail)silo.Ledger).ReadAsync(0, null, 1000, TestContext.Current.CancellationToken)).Select(static record => record.Entry)];
}
