using System.Collections.Concurrent;
using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task A_restore_says_which_try_found_out_what_it_says()
    {
        var reports = new Reports();
        await using var silo = await TestSilo.StartAsync((_, services) => services.AddSingleton<IIncomingGrainCallFilter>(reports));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Contained);
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "false alarm"), Flow.Alice, null);
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Undone);

        var restore = Assert.Single(silo.Effects.Tried, static effect => effect.Kind == EffectKinds.RestoreScale);
        Assert.Equal(restore.Claim, Assert.Single(reports.Seen, report => report.Effect == restore.Id).Claim);
        Assert.Contains(reports.Seen, static report => report.Claim is null);
    }

    private sealed class Reports : IIncomingGrainCallFilter
    {
        public ConcurrentQueue<EffectReport> Seen { get; } = new();

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Request.GetArgumentCount() == 1 && context.Request.GetArgument(0) is EffectReport report)
            {
                Seen.Enqueue(report);
            }

            return context.Invoke();
        }
    }
}
