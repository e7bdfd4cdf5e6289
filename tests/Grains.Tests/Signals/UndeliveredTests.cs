using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Sharing;
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
        Assert.Equal(["workload prod/shop/Deployment/web failed on 1 event at log offsets 1 to 1 again and again, and may not know of them: poison"], await LinesAsync(silo, told));
        Assert.Equal(1, (await silo.Grains.GetGrain<IIngestGrain>(Flow.Falco.ToString()).GetProgressAsync()).Undelivered);
    }

    [Fact]
    public async Task Each_part_that_fails_is_told_now_and_later()
    {
        await using var silo = await StartAsync(static (grain, text) => grain is IWorkloadGrain && text.Contains("event 2", StringComparison.Ordinal));

        await silo.AlertAsync(Flow.Alert(2), Flow.Alert(21, pod: "db-5d4f8c7b9d-ccccc"));
        await silo.AlertAsync(Flow.Alert(22));

        var lines = await LinesAsync(silo, await ToldAsync(silo));
        Assert.Equal(["web", "db", "web"], lines.Select(static line => line.Split(' ')[1].Split('/')[^1]));
    }

    [Fact]
    public async Task What_was_left_out_is_told_however_long_that_fails_for_what_passes()
    {
        var isAway = true;
        await using var silo = await StartAsync(
            static (grain, text) => grain is IWorkloadGrain && text.Contains("event 2", StringComparison.Ordinal),
            (grain, text) => Volatile.Read(ref isAway) && grain is IClusterGrain && text.Contains("failed on", StringComparison.Ordinal));
        await silo.SendAsync(Flow.Falco, Flow.Alert(2));
        var ingest = silo.Grains.GetGrain<IIngestGrain>(Flow.Falco.ToString());
        for (var tries = 0; tries < 3 * Deliveries.MostFailures; tries++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => ingest.ProcessAsync(8, CancellationToken.None));
        }

        Volatile.Write(ref isAway, false);
        await ingest.ProcessAsync(8, CancellationToken.None);

        Assert.Equal(1, (await ToldAsync(silo)).Fold.Signals);
        Assert.Equal(1, (await ingest.GetProgressAsync()).Undelivered);
    }

    [Fact]
    public async Task Where_not_even_that_can_be_told_it_is_counted_and_the_log_goes_on()
    {
        await using var silo = await StartAsync(static (grain, text) =>
            grain is IWorkloadGrain ? text.Contains("event 2", StringComparison.Ordinal) : grain is IClusterGrain && text.Contains("failed on", StringComparison.Ordinal));

        await silo.AlertAsync(Flow.Alert(2));
        await silo.AlertAsync(Flow.Alert(3));
        var ingest = silo.Grains.GetGrain<IIngestGrain>(Flow.Falco.ToString());
        Assert.Equal(1, (await ingest.GetProgressAsync()).Undelivered);

        Assert.Equal(1, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    [Fact]
    public void Of_very_many_parts_the_gravest_are_named_and_all_are_counted()
    {
        var parts = Enumerable.Range(0, 5_000).Select(static number => new SetAside(
            $"part {number}", number == 4_999 ? Severity.High : Severity.Medium, 2, new SignalPosition(number, 0), new SignalPosition(number, 5), new FormatException("bad"))).ToList();

        var said = OddEvents.ToUndelivered(parts, Flow.Falco, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(31, said.Count);
        Assert.StartsWith("part 4999 failed on 2 events at log offsets 4999 to 4999", said[0].Signal.Summary, StringComparison.Ordinal);
        Assert.StartsWith("4970 more parts failed on 9940 events at log offsets 29 to 4998", said[^1].Signal.Summary, StringComparison.Ordinal);
    }

    private static Task<TestSilo> StartAsync(Func<object, string, bool> fails, Func<object, string, bool>? isAway = null) =>
        TestSilo.StartAsync((_, services) => services.AddSingleton<IIncomingGrainCallFilter>(new Poison(fails, isAway ?? ((_, _) => false))));

    private static async Task<IReadOnlyList<string>> LinesAsync(TestSilo silo, Incident incident)
    {
        var timeline = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        return [.. timeline.Select(static entry => entry.Text).Where(static text => text.Contains("failed on", StringComparison.Ordinal))];
    }

    private static async Task<Incident> ToldAsync(TestSilo silo)
    {
        var summary = Assert.Single(await silo.IncidentsAsync(), static incident => incident.Subject.Kind == SubjectKinds.Sensor);
        return (await silo.Grains.GetGrain<IIncidentGrain>(summary.Id).GetAsync())!;
    }

    /// <summary>Grains that fail on a share for what a signal in it says.</summary>
    private sealed class Poison(Func<object, string, bool> fails, Func<object, string, bool> isAway) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context)
        {
            for (var i = 0; i < context.Request.GetArgumentCount(); i++)
            {
                if (context.Request.GetArgument(i) is not SignalShare share)
                {
                    continue;
                }

                if (share.Signals.Any(signal => isAway(context.Grain, signal.Signal.Summary)))
                {
                    throw new TimeoutException("away");
                }

                if (share.Signals.Any(signal => fails(context.Grain, signal.Signal.Summary)))
                {
                    throw new InvalidOperationException("poison");
                }
            }

            return context.Invoke();
        }
    }
}
