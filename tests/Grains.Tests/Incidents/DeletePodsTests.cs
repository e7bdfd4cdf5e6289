using System.Globalization;
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
        Assert.Equal("plan-3", (await grain.ExecuteAsync(Kill, Flow.Alice, null)).Incident!.Plan!.Id);
        Assert.Empty((await silo.Ledger.VerifyAsync(CancellationToken.None)).Faults);
    }

    [Theory]
    [InlineData("web-5d4f8c7b9d-zz9z9", -60)]
    [InlineData(Pod, 60)]
    public async Task What_comes_back_has_another_response_proposed_once(string pod, int seconds)
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await CompletedAsync(silo);

        await silo.AlertAsync(Alert(silo, 2, pod, seconds));
        await silo.AlertAsync(Alert(silo, 3, pod, seconds + 1));

        var plan = (await grain.GetAsync())!.Plan!;
        Assert.Equal(("plan-3", ActionNames.ScaleToZero, PlanStatus.Proposed), (plan.Id, plan.Action, plan.Status));
        Assert.Single(await grain.GetTimelineAsync(-1, 100), entry => entry.Text == $"deleting pods was not enough: there are detections on {pod}");
    }

    [Fact]
    public async Task What_the_dead_had_done_before_is_no_reason_for_another_response()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await CompletedAsync(silo);

        await silo.AlertAsync(Alert(silo, 2, Pod, -60));

        Assert.Equal(("plan-2", PlanStatus.Completed), ((await grain.GetAsync())!.Plan!.Id, (await grain.GetAsync())!.Plan!.Status));
    }

    private static async Task<IIncidentGrain> CompletedAsync(TestSilo silo)
    {
        await silo.AlertAsync(Alert(silo, 1, Pod, -120));
        var grain = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);
        await grain.ExecuteAsync(Kill, Flow.Alice, null);
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Completed);
        return grain;
    }

    private static string Alert(TestSilo silo, int number, string pod, int seconds)
    {
        var alert = JsonNode.Parse(Flow.Alert(number, pod: pod))!;
        alert["time"] = silo.Clock.GetUtcNow().AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);
        return alert.ToJsonString();
    }
}
