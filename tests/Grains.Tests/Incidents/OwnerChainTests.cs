using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>A pod whose ReplicaSet was not seen may be a Deployment's: nothing is planned for the ReplicaSet.</summary>
public sealed class OwnerChainTests
{
    private const string Container = "0123456789ab";

    [Fact]
    public async Task A_workload_whose_owner_is_not_known_gets_no_plan_and_the_incident_says_why()
    {
        await using var silo = await TestSilo.StartAsync();
        await TellAsync(silo, "ReplicaSet", "web-1", ownerUnknown: true);

        await silo.AlertAsync(Flow.Alert(1, container: Container));

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal("prod/workload/shop/ReplicaSet/web-1", incident.Subject.ToString());
        Assert.Null(incident.Plan);
        Assert.Single(await NotProposedAsync(silo, incident.Id));

        // Told once, not with every signal.
        await silo.AlertAsync(Flow.Alert(2, container: Container));
        Assert.Single(await NotProposedAsync(silo, incident.Id));
    }

    [Fact]
    public async Task A_plan_is_proposed_as_soon_as_the_ReplicaSet_is_known_to_stand_alone()
    {
        await using var silo = await TestSilo.StartAsync();
        await TellAsync(silo, "ReplicaSet", "web-1", ownerUnknown: true);
        await silo.AlertAsync(Flow.Alert(1, container: Container));

        await TellAsync(silo, "ReplicaSet", "web-1", ownerUnknown: false);
        await silo.AlertAsync(Flow.Alert(2, container: Container));

        Assert.Equal(PlanStatus.Proposed, (await silo.OnlyIncidentAsync()).Plan!.Status);
    }

    [Fact]
    public async Task Once_the_chain_is_complete_signals_and_plans_are_the_Deployments()
    {
        await using var silo = await TestSilo.StartAsync();
        await TellAsync(silo, "ReplicaSet", "web-1", ownerUnknown: true);
        await silo.AlertAsync(Flow.Alert(1, container: Container));

        await TellAsync(silo, "Deployment", "web", ownerUnknown: false);
        await silo.AlertAsync(Flow.Alert(2, container: Container));

        var incidents = await silo.IncidentsAsync();
        Assert.Equal(2, incidents.Count);
        var planned = Assert.Single(incidents, incident => incident.Plan is not null);
        Assert.Equal(SubjectRef.Of(Flow.Web), planned.Subject);
    }

    private static async Task<IReadOnlyList<TimelineEntry>> NotProposedAsync(TestSilo silo, string incident) =>
        [.. (await silo.Grains.GetGrain<IIncidentGrain>(incident).GetTimelineAsync(0, 100))
            .Where(entry => entry is { Kind: "plan" } && entry.Text.Contains("no plan is proposed", StringComparison.Ordinal))];

    private static Task TellAsync(TestSilo silo, string kind, string name, bool ownerUnknown) =>
        silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Pods =
            [
                new PodRecord
                {
                    Namespace = "shop", Name = "web-1-a", Uid = "u", WorkloadKind = kind, WorkloadName = name, ContainerIds = [Container],
                },
            ],
            Workloads = [new WorkloadRecord { Namespace = "shop", Kind = kind, Name = name, Uid = "w", OwnerUnknown = ownerUnknown }],
        });
}
