using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class DeletePodsTests
{
    private const string Pod = "web-5d4f8c7b9d-x2x4z";

    private static readonly IncidentCommand.ProposePlan Kill = new("it is enough", ActionNames.DeletePods);

    [Fact]
    public async Task A_person_has_pods_killed_and_the_incident_stays_open_for_who_looks_into_it()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await CompletedAsync(silo);

        var incident = (await grain.GetAsync())!;

        Assert.Equal((IncidentState.Open, Pod), (incident.State, Assert.Single(incident.Plan!.Deletes).Name));
        Assert.Equal(
            [EffectKinds.SelectPods, EffectKinds.CollectEvidence, EffectKinds.DeletePods, EffectKinds.AwaitDeletion, EffectKinds.AwaitPods],
            silo.Effects.Tried.Select(static effect => effect.Kind));
        Assert.Equal("plan-2 is completed: there is nothing to undo.", (await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-2", "over"), Flow.Alice, null)).Reason);
        Assert.Equal("No detection named a pod that is known to be there: name the pods to delete, or ask for another action.", (await grain.ExecuteAsync(Kill, Flow.Alice, null)).Reason);
        Assert.Equal("plan-3", (await grain.ExecuteAsync(Kill with { Pods = ["web-5d4f8c7b9d-zz9z9"] }, Flow.Alice, null)).Incident!.Plan!.Id);
        Assert.Empty((await silo.Ledger.VerifyAsync(CancellationToken.None)).Faults);
    }

    [Theory]
    [InlineData(Pod, "web-5d4f8c7b9d-zz9z9", -60)]
    [InlineData("db-0", "db-0", 60)]
    public async Task What_comes_back_has_another_response_proposed_once(string dead, string pod, int seconds)
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.SelectPods, _ => new EffectOutcome.Done(
            Encoding.UTF8.GetBytes($$"""{"pods":[{"name":"{{dead}}","uid":"u"}],"notes":[],"gone":[]}""")));
        var grain = await CompletedAsync(silo, dead);
        await grain.ExecuteAsync(new IncidentCommand.Acknowledge(), Flow.Alice, null);

        await silo.AlertAsync(Alert(silo, 2, pod, seconds));
        await silo.AlertAsync(Alert(silo, 3, pod, seconds + 1));

        Assert.Equal(IncidentState.Open, (await grain.GetAsync())!.State);

        var plan = (await grain.GetAsync())!.Plan!;
        Assert.Equal(("plan-3", ActionNames.ScaleToZero, PlanStatus.Proposed, "system:workflow"), (plan.Id, plan.Action, plan.Status, plan.ProposedBy));
        Assert.Equal([pod], plan.Pods);
        Assert.Single(await grain.GetTimelineAsync(-1, 100), entry => entry.Text == $"deleting pods was not enough: there are detections on {pod}");
    }

    [Fact]
    public async Task What_was_detected_on_others_until_the_pods_were_gone_counts_as_well()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.AwaitPods, static _ => new EffectOutcome.Again(TimeSpan.Zero, "11 of 12 are ready"));
        var grain = await ExecutingAsync(silo);
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Steps[^1].Status == StepStatus.Running);
        await silo.AlertAsync(Alert(silo, 2, "web-5d4f8c7b9d-zz9z9", 1));

        silo.Effects.Answer(EffectKinds.AwaitPods, static _ => new EffectOutcome.Done(default));

        var plan = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Id == "plan-3"))!.Plan!;
        Assert.Equal((ActionNames.ScaleToZero, PlanStatus.Proposed), (plan.Action, plan.Status));
        Assert.Equal(["web-5d4f8c7b9d-zz9z9"], plan.Pods);
    }

    [Fact]
    public async Task A_deletion_that_was_called_back_is_followed_up_as_well_and_not_where_the_incident_is_over()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.AwaitDeletion, static _ => new EffectOutcome.Again(TimeSpan.Zero, "still there"));
        var grain = await ExecutingAsync(silo);
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Steps[3].Status == StepStatus.Running);
        await silo.AlertAsync(Alert(silo, 2, "web-5d4f8c7b9d-zz9z9", 1));
        await grain.ExecuteAsync(new IncidentCommand.Resolve("over"), Flow.Alice, null);

        Assert.Equal(PlanStatus.Failed, (await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-2", "hangs"), Flow.Alice, null)).Incident!.Plan!.Status);
        var reopened = (await grain.ExecuteAsync(new IncidentCommand.Reopen("not over"), Flow.Alice, null)).Incident!;

        Assert.Equal(("plan-3", "system:workflow", "web-5d4f8c7b9d-zz9z9"), (reopened.Plan!.Id, reopened.Plan.ProposedBy, Assert.Single(reopened.Plan.Pods)));
    }

    [Fact]
    public async Task A_pod_that_could_not_be_deleted_and_goes_on_is_told_of()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.DeletePods, static _ => new EffectOutcome.Refused("403"));
        var grain = await ExecutingAsync(silo);
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Failed);

        await silo.AlertAsync(Alert(silo, 2, Pod, 1));

        Assert.Equal(("plan-3", PlanStatus.Proposed), ((await grain.GetAsync())!.Plan!.Id, (await grain.GetAsync())!.Plan!.Status));
        Assert.Single(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == $"pods were not all deleted: there are detections on {Pod}");
    }

    [Fact]
    public async Task A_pod_that_neither_inventory_nor_detections_know_is_refused_before_anything_is_proposed()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.ListAsync((Pod, "shop"));
        var grain = await silo.OpenAsync();

        Assert.Equal(
            "No pod of Deployment shop/web is known by that name: web-nope. Name one that the inventory or a detection names.",
            (await grain.ExecuteAsync(Kill with { Pods = ["web-nope", Pod] }, Flow.Alice, null)).Reason);
        Assert.Equal("plan-1", (await grain.GetAsync())!.Plan!.Id);
        Assert.Equal("it is enough", (await grain.ExecuteAsync(Kill with { Pods = [Pod] }, Flow.Alice, null)).Incident!.Plan!.Reason);
    }

    [Fact]
    public async Task Where_nothing_can_be_planned_for_a_workload_the_timeline_says_why_once()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1, space: "kube-system"), Flow.Alert(2, space: "kube-system"));

        var grain = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
        Assert.Single(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "no plan: Namespace kube-system is protected: nothing is ever done there.");
    }

    [Fact]
    public async Task What_the_dead_had_done_before_is_no_reason_for_another_response()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await CompletedAsync(silo);

        await silo.AlertAsync(Alert(silo, 2, Pod, -60));

        Assert.Equal(("plan-2", PlanStatus.Completed, 0), ((await grain.GetAsync())!.Plan!.Id, (await grain.GetAsync())!.Plan!.Status, (await grain.GetAsync())!.Plan!.Again.Count));
    }

    private static async Task<IIncidentGrain> CompletedAsync(TestSilo silo, string pod = Pod)
    {
        var grain = await ExecutingAsync(silo, pod);
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Completed);
        return grain;
    }

    private static async Task<IIncidentGrain> ExecutingAsync(TestSilo silo, string pod = Pod)
    {
        await silo.AlertAsync(Alert(silo, 1, pod, -120));
        var grain = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
        await grain.ExecuteAsync(Kill, Flow.Alice, null);
        await grain.ApproveAsync();
        return grain;
    }

    private static string Alert(TestSilo silo, int number, string pod, int seconds)
    {
        var alert = JsonNode.Parse(Flow.Alert(number, pod: pod))!;
        alert["time"] = silo.Clock.GetUtcNow().AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);
        return alert.ToJsonString();
    }
}
