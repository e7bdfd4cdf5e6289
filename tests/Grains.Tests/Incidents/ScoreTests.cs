using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Context;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>Incidents are scored with what the inventory knows, and say so.</summary>
public sealed class ScoreTests
{
    private const string Web = "web-5d4f8c7b9d-x2x4z";
    private const string Toy = "toy-5d4f8c7b9d-x2x4z";

    [Fact]
    public async Task The_queue_begins_with_what_matters_most()
    {
        await using var silo = await TestSilo.StartAsync();
        var began = silo.Clock.GetUtcNow();
        await ListAsync(silo);

        // The later one would stand first among equals.
        await silo.AlertAsync(Flow.Alert(1, pod: Web));
        await silo.AlertAsync(Flow.Alert(2, pod: Toy));

        var queue = await silo.IncidentsAsync();
        Assert.Equal(["shop/Deployment/web", "shop/Deployment/toy"], queue.Select(incident => incident.Subject.Name));
        Assert.True(queue[0].Score > queue[1].Score);
        var score = (await silo.Grains.GetGrain<IIncidentGrain>(queue[0].Id).GetAsync())!.Score;
        Assert.Equal("incidentmesh-score/3 default.1", score.Model);
        Assert.Equal(score.Value, score.Factors.Sum(factor => factor.Share));
        var environment = Assert.Single(score.Factors, factor => factor.Factor == "environment");
        Assert.Equal("label env=prod of the workload", environment.Source);
        Assert.InRange(environment.AsOf!.Value, began, silo.Clock.GetUtcNow());
        Assert.InRange(score.Value, score.Range!.Low, score.Range.High);
        Assert.Equal("Run it without privileged containers.", Assert.Single(score.WouldLower!, change => change.Factor == "privileged").Change);
    }

    [Fact]
    public async Task An_incident_remembers_the_weights_that_it_was_scored_by()
    {
        await using var silo = await TestSilo.StartAsync((_, services) =>
            services.AddSingleton(new IncidentScoring(new() { Version = "acme.7" }, new ContextReading(ContextOptions.Default))));

        await silo.AlertAsync(Flow.Alert(1));

        Assert.Equal("incidentmesh-score/3 acme.7", (await silo.OnlyIncidentAsync()).Score.Model);
    }

    private static Task ListAsync(TestSilo silo) => silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
    {
        ListBegins = true,
        ListEnds = true,
        Workloads = [Workload("web", privileged: true, "prod"), Workload("toy", privileged: false, "test")],
        Pods = [Pod(Web, "web"), Pod(Toy, "toy")],
    });

    private static WorkloadRecord Workload(string name, bool privileged, string environment) => new()
    {
        Namespace = "shop",
        Kind = "Deployment",
        Name = name,
        Uid = name,
        Privileged = privileged,
        Signs = [new ContextSign(ContextPlace.WorkloadLabel, "env", environment)],
    };

    private static PodRecord Pod(string name, string workload) => new()
    {
        Namespace = "shop",
        Name = name,
        Uid = name,
        WorkloadKind = "Deployment",
        WorkloadName = workload,
    };
}
