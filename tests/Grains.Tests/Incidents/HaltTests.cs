using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>The kill switch.</summary>
public sealed class HaltTests
{
    private const string Web = "web-5d4f8c7b9d-x2x4z";

    [Theory]
    [InlineData("prod")]
    [InlineData(null)]
    public async Task A_plan_whose_write_is_being_retried_writes_nothing_more(string? cluster)
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.ScaleToZero, _ => new EffectOutcome.Again(TimeSpan.FromMinutes(1), "the cluster is away"));
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await DeferredAsync(silo, grain.GetPrimaryKeyString());

        await Registry(silo).HaltAsync(cluster, "it contains the wrong things", "user:bob");
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        var halted = await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Halted);

        Assert.Contains("by user:bob", halted!.Plan!.Failure, StringComparison.Ordinal);
        Assert.Contains("it contains the wrong things", halted.Plan.Failure, StringComparison.Ordinal);
        Assert.Single(silo.Effects.Tried, effect => effect.Kind == EffectKinds.ScaleToZero);
        Assert.Empty(await silo.Ledger.ListPendingAsync(new("incident", halted.Id), TestContext.Current.CancellationToken));
        Assert.Contains("step.scale-to-zero.halted", await ActionsAsync(silo));
        Assert.Contains("response.halt", await ActionsAsync(silo));
    }

    [Fact]
    public async Task A_halt_outlives_the_process_and_refuses_every_approval_until_it_is_lifted()
    {
        var first = await TestSilo.StartAsync();
        await Registry(first).HaltAsync("prod", "change freeze", "user:bob");
        await first.DisposeAsync();
        await using var silo = await TestSilo.StartAsync((_, _) => { }, over: first);
        await silo.AddClusterAsync(ResponseMode.Automatic);
        await silo.ListAsync([(Web, "shop")]);
        var grain = await silo.OpenAsync();
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Flow.Exec(2, Web)));

        var refused = await grain.ApproveAsync();
        var waiting = (await grain.GetAsync())!;
        Assert.True(await Registry(silo).ResumeAsync("prod", "over", "user:bob"));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        var contained = await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);

        Assert.Equal(CommandOutcome.Refused, refused.Outcome);
        Assert.Contains("change freeze", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(PlanStatus.Proposed, waiting.Plan!.Status);
        Assert.Contains("change freeze", waiting.Waiting, StringComparison.Ordinal);
        Assert.Equal("system:policy", contained!.Plan!.DecidedBy);
        Assert.False(await Registry(silo).ResumeAsync("prod", "over", "user:bob"));
    }

    [Fact]
    public async Task What_is_done_stays_done_and_a_person_can_undo_it_meanwhile()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);

        await Registry(silo).HaltAsync(null, "stop", "user:bob");
        Assert.Equal(PlanStatus.Contained, (await grain.GetAsync())!.Plan!.Status);
        await grain.ExecuteAsync(new IncidentCommand.UndoPlan("plan-1", "false alarm"), Flow.Alice, null);

        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan!.Status == PlanStatus.Undone);
    }

    [Fact]
    public async Task Another_cluster_goes_on()
    {
        await using var silo = await TestSilo.StartAsync();
        await Registry(silo).HaltAsync("staging", "stop", "user:bob");
        var grain = await silo.OpenAsync();

        await grain.ApproveAsync();

        await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);
    }

    [Fact]
    public async Task A_plan_under_way_says_that_it_is_halted_before_its_next_try()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Effects.Answer(EffectKinds.SnapshotScale, _ => new EffectOutcome.Again(TimeSpan.FromHours(1), "the cluster is away"));
        await silo.AddClusterAsync(ResponseMode.Observe);
        var grain = await silo.OpenAsync();
        await grain.ApproveAsync();
        await TriedAsync(silo, EffectKinds.SnapshotScale);

        await Registry(silo).HaltAsync("prod", "stop", "user:bob");

        await Eventually.GetAsync(grain.GetAsync, incident => incident!.Waiting?.Contains("halted in prod by user:bob", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Whoever_halts_what_is_halted_is_in_the_audit_trail_too()
    {
        await using var silo = await TestSilo.StartAsync();
        await Registry(silo).HaltAsync("prod", "stop", "user:bob");

        var halt = await Registry(silo).HaltAsync("prod", "me too", "user:carol");

        Assert.Equal("user:bob", halt.By);
        Assert.Equal(["response.halt", "response.halt"], await ActionsAsync(silo));
        Assert.Equal("stop", Assert.Single(await Registry(silo).ListHaltsAsync()).Reason);
    }

    private static IClusterRegistryGrain Registry(TestSilo silo) => silo.Grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key);

    private static async Task TriedAsync(TestSilo silo, string kind) =>
        await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried), tried => tried.Any(effect => effect.Kind == kind));

    /// <summary>A try is over, and the next one waits: what the clock does now, it does to that one.</summary>
    private static async Task DeferredAsync(TestSilo silo, string incident) =>
        await Eventually.GetAsync(
            async () => await silo.Ledger.ListPendingAsync(new("incident", incident), TestContext.Current.CancellationToken),
            pending => pending.Any(effect => effect is { Claimed: false, Reason: "the cluster is away" }));

    private static async Task<IEnumerable<string>> ActionsAsync(TestSilo silo) =>
        (await ((IAuditTrail)silo.Ledger).ReadAsync(0, null, 100, TestContext.Current.CancellationToken)).Select(record => record.Entry.Action);
}
