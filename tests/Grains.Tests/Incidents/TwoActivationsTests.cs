using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Response.Guardrails;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>Two clusters that share a store and do not see each other: what a split of the network makes of one.</summary>
public sealed class TwoActivationsTests
{
    [Fact]
    public async Task Of_two_that_approve_one_plan_one_wins_and_each_step_is_done_once()
    {
        await using var first = await TestSilo.StartAsync();
        await using var second = await TestSilo.StartAsync((_, _) => { }, over: first);
        var here = await first.OpenAsync();
        var there = second.Grains.GetGrain<IIncidentGrain>(here.GetPrimaryKeyString());

        var outcomes = await Task.WhenAll(TryAsync(here), TryAsync(there));

        Assert.Single(outcomes, CommandOutcome.Done);
        await Eventually.GetAsync(first.IncidentsAsync, incidents => incidents[0].PlanStatus == PlanStatus.Contained);
        Assert.Equal(
            [EffectKinds.SnapshotScale, EffectKinds.CollectEvidence, EffectKinds.ScaleToZero, EffectKinds.AwaitPods],
            first.Effects.Tried.Select(effect => effect.Kind).Where(static kind => kind != EffectKinds.HoldScale));
        Assert.Empty((await first.Ledger.VerifyAsync(CancellationToken.None)).Faults);
    }

    [Fact]
    public async Task The_budget_is_one_for_both_and_every_signal_counts_once()
    {
        const int Budget = 3;
        const int Workloads = 20;
        void Configure(TestSilo silo, IServiceCollection services) => services.AddSingleton(new GuardrailOptions { AutomaticActionsPerHour = Budget });
        await using var first = await TestSilo.StartAsync(Configure);
        await first.AddClusterAsync(ResponseMode.Automatic);
        string[] pods = [.. Enumerable.Range(0, Workloads).Select(number => $"web{number}-5d4f8c7b9d-x2x4z")];
        await first.ListAsync([.. pods.Select(pod => (pod, "shop"))]);
        await using var second = await TestSilo.StartAsync(Configure, over: first);

        var falco = await first.SendAsync(Flow.Falco, [.. pods.Select((pod, number) => Flow.Alert(number, pod: pod))]);
        var audit = await first.SendAsync(Flow.Audit, [.. pods.Select((pod, number) => Flow.Exec(number, pod))]);
        await Task.WhenAll(first.ProcessedAsync(Flow.Falco, falco), second.ProcessedAsync(Flow.Audit, audit));

        await Eventually.GetAsync(
            first.IncidentsAsync,
            all => all.Count(incident => incident.PlanStatus == PlanStatus.Contained) == Budget && all.Sum(incident => incident.Signals) >= 2 * Workloads);
        var incidents = await first.IncidentsAsync();
        Assert.Equal(Budget, first.Effects.Tried.Where(effect => effect.Kind == EffectKinds.ScaleToZero).Select(effect => effect.Owner).Distinct().Count());
        Assert.Equal(Workloads, incidents.Count(incident => incident.Subject.Workload is not null));
        Assert.All(incidents.Where(incident => incident.Subject.Workload is not null), incident => Assert.Equal(2, incident.Signals));
    }

    private static async Task<CommandOutcome?> TryAsync(IIncidentGrain incident)
    {
        try
        {
            return (await incident.ApproveAsync()).Outcome;
        }
        catch (StaleStateException)
        {
            return null;
        }
    }
}
