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
}
