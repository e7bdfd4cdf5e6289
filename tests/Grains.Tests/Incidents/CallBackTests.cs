using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class CallBackTests
{
    [Fact]
    public async Task An_undo_calls_back_a_scale_that_is_being_retried()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.ScaleToZero, _ => new EffectOutcome.Again(TimeSpan.FromHours(1), "the cluster is away"));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried), tried => tried.Any(effect => effect.Kind == EffectKinds.ScaleToZero));

        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "false alarm"), Flow.Alice, null);
        var undone = await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Undone);
        silo.Clock.Advance(TimeSpan.FromHours(2));
        var pending = await silo.Ledger.ListPendingAsync(new("incident", undone!.Id), TestContext.Current.CancellationToken);

        Assert.Empty(pending);
        Assert.Single(silo.Effects.Tried, effect => effect.Kind == EffectKinds.ScaleToZero);
        var restore = Assert.Single(silo.Effects.Tried, effect => effect.Kind == EffectKinds.RestoreScale);
        Assert.True(JsonSerializer.Deserialize(restore.Payload.Span, EffectJson.Default.RestoreScale)!.CallBack);
    }

    [Fact]
    public async Task A_restore_is_done_when_the_try_says_so_that_holds_it()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.RestoreScale, _ => new EffectOutcome.Again(TimeSpan.FromHours(1), "the cluster is away"));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Contained);
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "false alarm"), Flow.Alice, null);
        var first = await Eventually.GetAsync(
            () => Task.FromResult(silo.Effects.Tried.FirstOrDefault(static effect => effect.Kind == EffectKinds.RestoreScale)), static effect => effect is not null);

        // A try that stood still until others had taken it over says that it is done.
        await grain.RecordAsync(new EffectReport { Effect = first!.Id, Done = true, At = silo.Clock.GetUtcNow(), Claim = "a try of before" });
        Assert.Equal(PlanStatus.Undoing, (await grain.GetAsync())!.Plan!.Status);

        silo.Effects.Answer(EffectKinds.RestoreScale, _ => new EffectOutcome.Done(default));
        await Eventually.GetAsync(
            () =>
            {
                silo.Clock.Advance(TimeSpan.FromMinutes(10));
                return grain.GetAsync();
            },
            incident => incident!.Plan!.Status == PlanStatus.Undone);
    }
}
