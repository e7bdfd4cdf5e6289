using System.Text;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class IngestGrainTests
{
    [Fact]
    public async Task Repeats_of_an_alert_are_one_incident_with_a_count_and_every_raw_event()
    {
        await using var silo = await TestSilo.StartAsync();
        var alerts = Enumerable.Range(0, 3_000).Select(number => Flow.Alert(number)).ToArray();
        var offset = 0L;
        foreach (var batch in alerts.Chunk(500))
        {
            offset = await silo.SendAsync(Flow.Falco, batch);
        }

        await silo.ProcessedAsync(Flow.Falco, offset);

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal(3_000, incident.Fold.Signals);
        Assert.Equal(Severity.Critical, incident.Fold.Severity);
        Assert.Equal(SubjectRef.Of(Flow.Web), incident.Subject);
        var events = await silo.AllEventsAsync(incident.Id);
        Assert.Equal(alerts, events.Select(item => Encoding.UTF8.GetString(item.Content!)));
        Assert.Equal(Enumerable.Range(0, 3_000).Select(number => (long)number), events.Select(item => item.Number));
    }

    [Fact]
    public async Task Each_event_sent_three_times_in_another_order_counts_once()
    {
        await using var silo = await TestSilo.StartAsync();
        var alerts = Enumerable.Range(0, 200).Select(number => Flow.Alert(number)).ToArray();
        var random = new Random(7);
        var shuffled = alerts.Concat(alerts).Concat(alerts).OrderBy(_ => random.Next()).ToArray();
        var offset = 0L;
        foreach (var batch in shuffled.Chunk(37))
        {
            offset = await silo.SendAsync(Flow.Falco, batch);
        }

        var progress = await silo.ProcessedAsync(Flow.Falco, offset);

        Assert.Equal((200, 400), (progress.Signals, progress.Duplicates));
        Assert.Equal(200, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    [Fact]
    public async Task One_request_may_hold_more_events_than_a_chunk()
    {
        await using var silo = await TestSilo.StartAsync();
        var alerts = Enumerable.Range(0, 10_000).Select(number => Flow.Alert(number)).ToArray();

        var offset = await silo.SendAsync(Flow.Falco, alerts);
        var progress = await silo.ProcessedAsync(Flow.Falco, offset);

        Assert.Equal((10_000, 0), (progress.Signals, progress.Duplicates));
        Assert.Equal(10_000, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    [Theory]
    [InlineData(StoreFault.Before)]
    [InlineData(StoreFault.After)]
    [InlineData(StoreFault.Conflict)]
    public async Task A_commit_that_fails_anywhere_on_the_way_loses_nothing_and_counts_nothing_twice(StoreFault fault)
    {
        await using var silo = await TestSilo.StartAsync();
        // Two replicas, the incident, the workload, and the checkpoint.
        const int Commits = 5;
        const int Rounds = 3 * Commits;
        var offset = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var before = silo.Faults.Count(StoreCall.Commit);
            silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Repeat(StoreFault.None, round % Commits), fault]);
            offset = await silo.SendAsync(Flow.Falco, Flow.Alert(round * 2), Flow.Alert((round * 2) + 1, pod: "web-5d4f8c7b9d-bbbbb"));
            await silo.ProcessedAsync(Flow.Falco, offset);
            Assert.True(silo.Faults.Count(StoreCall.Commit) > before + (round % Commits), "The fault was never met.");
        }

        var incident = await silo.OnlyIncidentAsync();
        var replica = await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-5d4f8c7b9d-x2x4z").GetActivityAsync();
        Assert.Equal(Rounds * 2, incident.Fold.Signals);
        Assert.Equal(Rounds * 2, (await silo.AllEventsAsync(incident.Id)).Count);
        Assert.Equal(Rounds, replica!.Signals);
        Assert.Equal(Rounds, replica.Windows.Sum(window => window.Counts.Values.Sum()));
    }

    [Fact]
    public async Task An_alert_without_kubernetes_metadata_joins_its_pod_when_that_becomes_known()
    {
        await using var silo = await TestSilo.StartAsync();
        var cluster = silo.Grains.GetGrain<IClusterGrain>("prod");
        await cluster.ApplyAsync(new InventoryChange { ListBegins = true, ListEnds = true });
        var offset = await silo.SendAsync(Flow.Falco, Flow.Alert(1, container: "0123456789ab"));
        var held = await silo.ProcessedAsync(Flow.Falco, offset);

        await cluster.ApplyAsync(new InventoryChange
        {
            Pods =
            [
                new PodRecord
                {
                    Namespace = "shop",
                    Name = "web-0",
                    Uid = "u",
                    WorkloadKind = "StatefulSet",
                    WorkloadName = "web",
                    ContainerIds = ["0123456789abcdef0123"],
                },
            ],
        });
        await silo.ProcessedAsync(Flow.Falco, offset);

        Assert.Equal(1, held.Held);
        var incident = await Eventually.GetAsync(silo.IncidentsAsync, incidents => incidents.Count == 1);
        Assert.Equal("prod/workload/shop/StatefulSet/web", incident[0].Subject.ToString());
    }

    [Fact]
    public async Task An_event_that_is_not_of_its_format_is_shown_and_not_dropped()
    {
        await using var silo = await TestSilo.StartAsync();

        var offset = await silo.SendAsync(Flow.Falco, """{"hello":"world"}""", Flow.Alert(1));
        var progress = await silo.ProcessedAsync(Flow.Falco, offset);

        Assert.Equal(1, progress.Unreadable);
        var incidents = await silo.IncidentsAsync();
        Assert.Contains(incidents, incident => incident.Subject.Kind == SubjectKinds.Cluster && incident.Signals == 1);
        Assert.Equal(2, incidents.Count);
    }
}
