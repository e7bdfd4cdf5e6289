using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Effects;

public sealed class EffectDispatcherTests
{
    [Fact]
    public async Task A_claim_that_fails_for_a_reason_of_its_own_stops_neither_effects_nor_the_silo()
    {
        await using var silo = await TestSilo.StartAsync((starting, services) =>
        {
            // A conflict is nothing that a claim or a look at the next one can meet: both throw InvalidOperationException.
            starting.Faults.Next(StoreCall.Claim, StoreFault.Conflict);
            starting.Faults.Next(StoreCall.NextDue, StoreFault.Conflict);
            services.AddSingleton<IOutbox>(new FaultyOutbox(starting.Ledger, starting.Faults));
            services.AddSingleton(new NotifierTarget(EffectKinds.SlackIncident, Severity.High));
        });
        await silo.AlertAsync(Flow.Alert(1));

        await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried.Count), tried => tried > 0);
        Assert.True(silo.Faults.Count(StoreCall.Claim) > 1);
    }

    [Fact]
    public async Task An_effect_of_which_nobody_can_tell_whether_it_may_act_is_tried_again_before_its_lease_runs_out()
    {
        await using var silo = await TestSilo.StartAsync((starting, services) =>
        {
            starting.Faults.Next(StoreCall.Holds, StoreFault.Before);
            services.AddSingleton<IOutbox>(new FaultyOutbox(starting.Ledger, starting.Faults));
            services.AddSingleton(new NotifierTarget(EffectKinds.SlackIncident, Severity.High));
        });
        await silo.AlertAsync(Flow.Alert(1));
        var until = silo.Clock.GetUtcNow() + TimeSpan.FromSeconds(20);

        await Eventually.GetAsync(
            () =>
            {
                silo.Clock.Advance(silo.Clock.GetUtcNow() < until ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
                return Task.FromResult(silo.Effects.Tried.Count);
            },
            tried => tried > 0);
        Assert.True(silo.Faults.Count(StoreCall.Holds) > 1);
    }

    [Fact]
    public async Task A_dead_letter_whose_owner_could_not_be_told_is_told_later()
    {
        await using var silo = await TestSilo.StartAsync();
        var told = 0;
        silo.Effects.Answer(EffectKinds.SnapshotScale, _ =>
        {
            if (Volatile.Read(ref told) == 0)
            {
                silo.Faults.Next(StoreCall.Commit, StoreFault.Before);
            }

            Interlocked.Increment(ref told);
            return new EffectOutcome.Undecidable("nobody can tell");
        });
        var grain = await silo.OpenAsync();

        await grain.ApproveAsync();
        await Eventually.GetAsync(() => Task.FromResult(Volatile.Read(ref told)), times => times >= 1);

        // A lease runs out, and another where one ran out under the report itself.
        await Eventually.GetAsync(
            () =>
            {
                silo.Clock.Advance(TimeSpan.FromMinutes(1));
                return grain.GetAsync();
            },
            incident => incident!.Plan!.Steps[0].Outcome == "nobody can tell");

        Assert.InRange(Volatile.Read(ref told), 2, int.MaxValue);
        await Eventually.GetAsync(
            async () =>
            {
                silo.Clock.Advance(TimeSpan.FromMinutes(1));
                return await silo.Ledger.ListParkedAsync(10, TestContext.Current.CancellationToken);
            },
            parked => parked.Count == 1);
    }
}
