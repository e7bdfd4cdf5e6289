using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class UndeliveredTests
{
    [Fact]
    public async Task An_event_that_its_workload_fails_on_is_told_and_holds_up_nothing()
    {
        await using var silo = await StartAsync(static (grain, text) => grain is IWorkloadGrain && text.Contains("event 2", StringComparison.Ordinal));

        await silo.AlertAsync(Flow.Alert(1), Flow.Alert(2), Flow.Alert(3));
        await silo.AlertAsync(Flow.Alert(4));

        var web = (await silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web")).GetAsync())!;
        Assert.Equal(3, web.Fold.Signals);
        var told = await ToldAsync(silo);
        Assert.Equal((IngestRules.Undelivered, Severity.High, 1L), (Assert.Single(told.Fold.Rules).Rule, told.Fold.Severity, told.Fold.Signals));
        var timeline = await silo.Grains.GetGrain<IIncidentGrain>(told.Id).GetTimelineAsync(0, 100);
        var line = Assert.Single(timeline, static entry => entry.Text.Contains("could not take", StringComparison.Ordinal));
        Assert.Contains("workload prod/shop/Deployment/web could not take 1 events: poison", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_left_out_is_told_after_a_crash_between_the_two_too()
    {
        await using var silo = await StartAsync(static (grain, text) => grain is IWorkloadGrain && text.Contains("event 2", StringComparison.Ordinal));
        var clusterIsAway = true;
        silo.Service<Poison>(0).Fails = (grain, text) => grain is IWorkloadGrain
            ? text.Contains("event 2", StringComparison.Ordinal)
            : clusterIsAway && grain is IIncidentGrain && text.Contains("could not take", StringComparison.Ordinal);
        var failures = 0;

        await silo.SendAsync(Flow.Falco, Flow.Alert(2));
        var ingest = silo.Grains.GetGrain<IIngestGrain>(Flow.Falco.ToString());
        while (failures < Deliveries.MostFailures + 2)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => ingest.ProcessAsync(8, CancellationToken.None));
            failures++;
        }

        clusterIsAway = false;
        await ingest.ProcessAsync(8, CancellationToken.None);
        Assert.Equal(1, (await ToldAsync(silo)).Fold.Signals);
    }

    [Fact]
    public async Task Where_not_even_that_can_be_told_the_log_goes_on()
    {
        await using var silo = await StartAsync(static (grain, text) =>
            grain is IWorkloadGrain ? text.Contains("event 2", StringComparison.Ordinal) : grain is IIncidentGrain && text.Contains("could not take", StringComparison.Ordinal));

        await silo.AlertAsync(Flow.Alert(2));
        await silo.AlertAsync(Flow.Alert(3));
        await Eventually.GetAsync(() => silo.IncidentsAsync(), static incidents => incidents.Count == 1);

        Assert.Equal(1, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    private static Task<TestSilo> StartAsync(Func<object, string, bool> fails) => TestSilo.StartAsync((_, services) =>
    {
        var poison = new Poison { Fails = fails };
        services.AddSingleton(poison);
        services.AddSingleton<IIncomingGrainCallFilter>(poison);
    });

    private static async Task<Incident> ToldAsync(TestSilo silo)
    {
        var summary = Assert.Single(await silo.IncidentsAsync(), static incident => incident.Subject.Kind == SubjectKinds.Cluster);
        return (await silo.Grains.GetGrain<IIncidentGrain>(summary.Id).GetAsync())!;
    }

    /// <summary>Grains that fail on a share for what a signal in it says.</summary>
    private sealed class Poison : IIncomingGrainCallFilter
    {
        public required Func<object, string, bool> Fails { get; set; }

        public Task Invoke(IIncomingGrainCallContext context)
        {
            for (var i = 0; i < context.Request.GetArgumentCount(); i++)
            {
                if (context.Request.GetArgument(i) is SignalShare share && share.Signals.Any(signal => Fails(context.Grain, signal.Signal.Summary)))
                {
                    throw new InvalidOperationException("poison");
                }
            }

            return context.Invoke();
        }
    }
}
