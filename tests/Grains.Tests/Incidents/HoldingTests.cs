using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Effects;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>A contained workload that somebody raises again.</summary>
public sealed class HoldingTests
{
    private static readonly EffectOutcome Raised = Held(new ContainmentDrift(DriftKind.Corrected, "keda-operator set 3 replicas: set to 0 again"));
    private static readonly EffectOutcome Lost = Held(new ContainmentDrift(DriftKind.Lost, "kubectl set 3 replicas, and the mark is gone: it runs again."));

    [Fact]
    public async Task What_was_set_right_is_told_in_the_timeline_and_to_a_notifier()
    {
        await using var silo = await TestSilo.StartAsync(1, new NotifierTarget(EffectKinds.SlackIncident, Severity.High));
        silo.Effects.Answer(EffectKinds.SlackIncident, static _ => new EffectOutcome.Done(default));
        var looks = 0;
        silo.Effects.Answer(EffectKinds.HoldScale, _ => ++looks == 1 ? Raised : Again());
        var grain = await silo.OpenAsync();

        await grain.ApproveAsync();
        var contained = (await Eventually.GetAsync(grain.GetAsync, static incident => incident is { State: IncidentState.Contained, Plan.Corrections: 1 }))!;

        Assert.Contains(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "step.hold: keda-operator set 3 replicas: set to 0 again");
        Assert.Equal("hold-2", contained.Plan!.Steps.Single(static step => step.Effect == EffectKinds.HoldScale).Name);
        await Eventually.GetAsync(
            () => Task.FromResult(silo.Effects.Tried.Where(static effect => effect.Kind == EffectKinds.SlackIncident)
                .Select(static effect => JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.IncidentNotice)!.Plan)
                .LastOrDefault()),
            static plan => plan?.EndsWith("contained, set right once", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task What_is_lost_can_be_undone_and_contained_anew()
    {
        await using var silo = await TestSilo.StartAsync();
        var isLost = false;
        silo.Effects.Answer(EffectKinds.HoldScale, _ => isLost ? Lost : Again());
        var grain = await ContainedAsync(silo);
        isLost = true;
        silo.Clock.Advance(TimeSpan.FromMinutes(2));

        var lost = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Failed))!;
        Assert.Equal(IncidentState.Open, lost.State);
        Assert.Contains("it runs again", lost.Plan!.Failure, StringComparison.Ordinal);

        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "it runs again"), Flow.Alice, null);
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Status == PlanStatus.Undone);
        isLost = false;
        Assert.Equal(CommandOutcome.Done, (await grain.ExecuteAsync(new IncidentCommand.ProposePlan("contain it again"), Flow.Alice, null)).Outcome);
        await grain.ApproveAsync();
        var again = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained))!;
        Assert.Equal("plan-2", again.Plan!.Id);
    }

    [Fact]
    public async Task An_incident_that_was_over_is_open_again_when_its_containment_is_lost()
    {
        await using var silo = await TestSilo.StartAsync();
        var isLost = false;
        silo.Effects.Answer(EffectKinds.HoldScale, _ => isLost ? Lost : Again());
        var grain = await ContainedAsync(silo);
        await grain.ExecuteAsync(new IncidentCommand.Resolve("cleaned", Verdict.TruePositive), Flow.Alice, null);
        isLost = true;
        silo.Clock.Advance(TimeSpan.FromMinutes(2));

        var lost = (await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Open))!;

        Assert.Equal(PlanStatus.Failed, lost.Plan!.Status);
        Assert.Null(lost.Verdict);
    }

    [Fact]
    public async Task While_it_runs_and_cannot_be_set_back_its_incident_is_open()
    {
        await using var silo = await TestSilo.StartAsync();
        EffectOutcome answer = Again();
        silo.Effects.Answer(EffectKinds.HoldScale, _ => answer);
        var grain = await ContainedAsync(silo);

        answer = Held(new ContainmentDrift(DriftKind.Stuck, "It was raised to 4 replicas, and cannot be set to 0 again: 403"));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.GetAsync(grain.GetAsync, static incident => incident is { State: IncidentState.Open, Plan.Status: PlanStatus.Contained });
        Assert.Contains(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "open again: it was contained, and what was contained is loose");

        answer = Held(new ContainmentDrift(DriftKind.Recovered, "It is at 0 and marked again"));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained);
    }

    [Fact]
    public async Task Looks_are_no_failures_however_many_there_were()
    {
        await using var silo = await TestSilo.StartAsync((_, services) => services.Configure<OutboxOptions>(static outbox => outbox.MaxAttempts = 2));
        var looks = 0;
        silo.Effects.Answer(EffectKinds.HoldScale, _ => ++looks switch
        {
            < 4 => new EffectOutcome.Again(TimeSpan.Zero, "It is at 0 and marked."),
            4 => throw new InvalidOperationException("the directory is away"),
            _ => Raised,
        });
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(
            async () => await silo.Ledger.ListPendingAsync(new("incident", grain.GetPrimaryKeyString()), TestContext.Current.CancellationToken),
            static pending => pending.Any(static effect => effect is { Claimed: false, Reason: "the directory is away" }));

        silo.Clock.Advance(TimeSpan.FromMinutes(1));

        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.Plan!.Corrections > 0);
    }

    [Fact]
    public async Task While_response_is_halted_nothing_is_written_and_it_goes_on_afterwards()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.HoldScale, static _ => Again());
        var grain = await ContainedAsync(silo);
        var registry = silo.Grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key);
        await registry.HaltAsync("prod", "stop", "user:bob");
        var looks = Looks(silo);

        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        var halted = (await Eventually.GetAsync(
            grain.GetAsync,
            static incident => incident!.Plan!.Steps.Any(static step => step.Tries?.Reason?.Contains("halted in prod by user:bob", StringComparison.Ordinal) == true)))!;
        Assert.Equal((PlanStatus.Contained, looks), (halted.Plan!.Status, Looks(silo)));

        await registry.ResumeAsync("prod", "over", "user:bob");
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.GetAsync(() => Task.FromResult(Looks(silo)), count => count > looks);
    }

    [Fact]
    public async Task Pods_that_do_not_go_are_told_once_and_waited_for()
    {
        await using var silo = await TestSilo.StartAsync();
        var tries = 0;
        silo.Effects.Answer(EffectKinds.AwaitPods, _ => ++tries < 4 ? new EffectOutcome.Overdue(TimeSpan.Zero, "Pods do not go.") : new EffectOutcome.Done(default));
        var grain = await silo.OpenAsync();

        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained);

        Assert.Single(await grain.GetTimelineAsync(-1, 100), static entry => entry.Text == "step.pods-gone.overdue: Pods do not go.");
    }

    private static EffectOutcome.Again Again() => new(TimeSpan.FromMinutes(1), "It is at 0 and marked.");

    private static EffectOutcome.Done Held(ContainmentDrift held) => new(JsonSerializer.SerializeToUtf8Bytes(held, EffectJson.Default.ContainmentDrift));

    private static int Looks(TestSilo silo) => silo.Effects.Tried.Count(static effect => effect.Kind == EffectKinds.HoldScale);

    /// <summary>An incident that is contained, and whose next look waits for the clock.</summary>
    private static async Task<IIncidentGrain> ContainedAsync(TestSilo silo)
    {
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, static incident => incident!.State == IncidentState.Contained);
        await Eventually.GetAsync(
            async () => await silo.Ledger.ListPendingAsync(new("incident", grain.GetPrimaryKeyString()), TestContext.Current.CancellationToken),
            static pending => pending.Any(static effect => effect.Id.EndsWith("/hold", StringComparison.Ordinal) && effect is { Claimed: false, Attempts: > 0 }));
        return grain;
    }
}
