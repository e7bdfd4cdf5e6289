using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Suppressions;

public sealed class SuppressedIngestTests
{
    [Fact]
    public async Task What_is_suppressed_opens_no_incident_and_is_counted_with_examples()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.HideAsync(Hiding.Shells);

        await silo.AlertAsync(Flow.Alert(0), Flow.Alert(5), Flow.Alert(9, rule: "Other rule"));

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal(("Other rule on shop/web", 1), (incident.Title, incident.Fold.Signals));
        var hits = await silo.HitsAsync();
        Assert.Equal((2, 0), (hits.Hidden, hits.Shown));
        Assert.Equal(5, (hits.Last - hits.First)!.Value.TotalMilliseconds);
        Assert.StartsWith("shop/Deployment/web: Terminal shell in container: ", Assert.Single(hits.Examples).Text, StringComparison.Ordinal);
        Assert.Equal(3, (await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-5d4f8c7b9d-x2x4z").GetActivityAsync())!.Signals);
    }

    [Fact]
    public async Task When_it_expires_or_is_removed_detections_open_incidents_again()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.HideAsync(Hiding.Shells);
        silo.Clock.Advance(TimeSpan.FromHours(1));
        await silo.AlertAsync(Flow.Alert(1));
        Assert.Equal(1, (await silo.OnlyIncidentAsync()).Fold.Signals);

        var second = await silo.HideAsync(Hiding.Shells);
        await silo.AlertAsync(Flow.Alert(2));
        await silo.Suppressions().RemoveAsync(second.Id, "user:alice");
        await silo.HearAsync();
        await silo.AlertAsync(Flow.Alert(3));

        Assert.Equal(2, (await silo.OnlyIncidentAsync()).Fold.Signals);
        Assert.Equal([1L, 0L], (await silo.Suppressions().ListAsync()).Select(record => record.Hits.Hidden));
    }

    [Fact]
    public async Task An_open_incident_stays_as_it_is()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1));
        var before = await silo.OnlyIncidentAsync();

        await silo.HideAsync(Hiding.Shells);
        await silo.AlertAsync(Flow.Alert(2));

        var after = await silo.OnlyIncidentAsync();
        Assert.Equal((before.State, 1), (after.State, after.Fold.Signals));
        Assert.Equal(1, (await silo.HitsAsync()).Hidden);
    }

    [Fact]
    public async Task It_is_in_force_after_a_restart()
    {
        var silo = await TestSilo.StartAsync();
        await silo.HideAsync(Hiding.Shells);
        await silo.AlertAsync(Flow.Alert(1));
        await silo.DisposeAsync();

        await using var restarted = await TestSilo.StartAsync((_, _) => { }, over: silo);
        await restarted.AlertAsync(Flow.Alert(2));

        Assert.Empty(await restarted.IncidentsAsync());
        Assert.Equal(2, (await restarted.HitsAsync()).Hidden);
    }

    [Fact]
    public async Task An_expression_and_a_workload_hide_also_what_waited_for_its_pod()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.ListAsync();
        await silo.HideAsync(Hiding.Shells with { Workload = "shop/web", Expression = "container.id = 0123456789ab" });
        await silo.AlertAsync(Flow.Alert(1, container: "0123456789ab"), Flow.Alert(2, container: "ba9876543210"));

        await silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
        {
            Pods =
            [
                new PodRecord
                {
                    Namespace = "shop", Name = "web-0", Uid = "u", WorkloadKind = "StatefulSet", WorkloadName = "web",
                    ContainerIds = ["0123456789abcdef0123", "ba9876543210abcdef01"],
                },
            ],
        });
        await silo.HearAsync();

        var hits = await Eventually.GetAsync(silo.HitsAsync, hits => hits.Hidden == 1);
        Assert.Equal(0, hits.Shown);
        Assert.Equal(1, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    [Theory]
    [InlineData(StoreFault.Before)]
    [InlineData(StoreFault.After)]
    [InlineData(StoreFault.Conflict)]
    public async Task A_commit_that_fails_anywhere_on_the_way_counts_nothing_twice(StoreFault fault)
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.HideAsync(Hiding.Shells);
        // The replica, the suppressions, and the checkpoint.
        const int Commits = 3;
        const int Rounds = 3 * Commits;
        for (var round = 0; round < Rounds; round++)
        {
            var before = silo.Faults.Count(StoreCall.Commit);
            silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Repeat(StoreFault.None, round % Commits), fault]);
            await silo.AlertAsync(Flow.Alert(round * 2), Flow.Alert((round * 2) + 1));
            Assert.True(silo.Faults.Count(StoreCall.Commit) > before + (round % Commits), "The fault was never met.");
        }

        Assert.Equal(Rounds * 2, (await silo.HitsAsync()).Hidden);
        Assert.Empty(await silo.IncidentsAsync());
    }

    [Fact]
    public async Task What_was_delivered_before_it_was_added_is_not_hidden_when_it_is_tried_again()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.HearAsync();

        // The replica, the incident, the workload, and the checkpoint.
        await silo.FailCheckpointAsync(
            Flow.Falco,
            4,
            () => silo.Suppressions().AddAsync(Hiding.Shells.For(silo, TimeSpan.FromHours(1)), "user:alice"),
            Flow.Alert(1, priority: "Warning"));

        Assert.Equal(1, (await silo.OnlyIncidentAsync()).Fold.Signals);
        Assert.Equal(0, (await silo.HitsAsync()).Hidden);
        await silo.HearAsync();
        await silo.AlertAsync(Flow.Alert(2));
        Assert.Equal(1, (await silo.HitsAsync()).Hidden);
    }

    [Fact]
    public async Task Three_steps_of_an_attack_are_shown_all_the_same()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.HideAsync(new() { Reason = "r", Owner = "o", Workload = "shop/web" });

        await silo.AlertAsync(Step(1, "mitre_execution"), Step(2, "mitre_credential_access"), Step(3, "mitre_exfiltration"));

        Assert.Equal(1, (await silo.OnlyIncidentAsync()).Fold.Signals);
        var hits = await silo.HitsAsync();
        Assert.Equal((2, 1), (hits.Hidden, hits.Shown));
    }

    [Fact]
    public async Task The_incident_names_the_steps_that_were_hidden_before_and_counts_them_in_its_chain_once()
    {
        await using var silo = await TestSilo.StartAsync();
        var suppression = await silo.HideAsync(new() { Reason = "r", Owner = "o", Workload = "shop/web" });
        await silo.AlertAsync(Step(1, "mitre_execution"), Step(2, "mitre_execution"));
        await silo.AlertAsync(Step(3, "mitre_credential_access"));

        await silo.FailCheckpointAsync(Flow.Falco, 5, () => Task.CompletedTask, Step(4, "mitre_exfiltration"));
        await silo.AlertAsync(Step(5, "mitre_exfiltration"));

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal((2, 3), (incident.Fold.Signals, incident.Fold.Stage));
        Assert.Equal(
            [(suppression.Id, "falco/mitre_execution", 2), (suppression.Id, "falco/mitre_credential_access", 1)],
            incident.Fold.Hidden.Select(step => (step.Suppression, step.Hits.Rule, step.Hits.Count)));
        var story = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        Assert.Single(story, entry => entry.Text == $"{suppression.Id} had hidden before: mitre_execution (2), mitre_credential_access (1)");
        var hits = await silo.HitsAsync();
        Assert.Equal((3, 2), (hits.Hidden, hits.Shown));
    }

    [Fact]
    public async Task What_is_hidden_makes_no_storm_for_others_to_be_lost_in()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.HideAsync(Hiding.Shells with { Workload = "ci/*" });

        await silo.AlertAsync([.. Enumerable.Range(0, 20).Select(build => Flow.Alert(build, priority: "Warning", pod: $"job{build}-5d4f8c7b9d-x2x4z", space: "ci"))]);
        await silo.AlertAsync(Flow.Alert(100, priority: "Warning"));

        Assert.Equal("prod/workload/shop/Deployment/web", (await silo.OnlyIncidentAsync()).Subject.ToString());
        Assert.Equal(20, (await silo.HitsAsync()).Hidden);
    }

    private static string Step(int number, string tag) =>
        Flow.Alert(number, rule: tag, priority: "Warning").Replace("\"source\"", $"\"tags\":[\"{tag}\"],\"source\"", StringComparison.Ordinal);
}
