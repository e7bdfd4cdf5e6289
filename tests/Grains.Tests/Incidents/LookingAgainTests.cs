using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Response.Guardrails;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>A response that has to wait needs no further alert when the reason is gone.</summary>
public sealed class LookingAgainTests
{
    private const string Container = "0123456789ab";
    private const string Web = "web-5d4f8c7b9d-x2x4z";
    private const string Shop = "shop-5d4f8c7b9d-x2x4z";

    [Fact]
    public async Task A_plan_that_waited_for_the_owner_is_proposed_when_the_owner_is_known()
    {
        await using var silo = await TestSilo.StartAsync();
        await TellAsync(silo, ownerUnknown: true);
        await silo.AlertAsync(Flow.Alert(1, container: Container));
        var waiting = await silo.OnlyIncidentAsync();
        var grain = silo.Grains.GetGrain<IIncidentGrain>(waiting.Id);

        Assert.Contains("no plan is proposed", waiting.Waiting, StringComparison.Ordinal);
        Assert.NotNull(waiting.LookAgainAt);
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        var still = await Eventually.GetAsync(grain.GetAsync, incident => incident!.LookAgainAt > waiting.LookAgainAt);
        await TellAsync(silo, ownerUnknown: false);
        silo.Clock.Advance(TimeSpan.FromMinutes(5));
        var planned = await Eventually.GetAsync(grain.GetAsync, incident => incident!.Plan is not null);

        Assert.Null(still!.Plan);
        Assert.Equal(PlanStatus.Proposed, planned!.Plan!.Status);
        Assert.Null(planned.Waiting);
        Assert.Single(await grain.GetTimelineAsync(0, 100), entry => entry.Text.Contains("It is looked at again at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_automatic_action_that_the_hours_budget_refused_is_taken_when_there_is_room()
    {
        await using var silo = await TestSilo.StartAsync((_, services) => services.AddSingleton(new GuardrailOptions { AutomaticActionsPerHour = 1 }));
        await silo.AddClusterAsync(ResponseMode.Automatic);
        await silo.ListAsync([(Web, "shop"), (Shop, "shop")]);
        await BreachAsync(silo, Web, 1);
        await BreachAsync(silo, Shop, 3);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("shop"));
        var waiting = (await grain.GetAsync())!;

        silo.Clock.Advance(TimeSpan.FromMinutes(61));
        var contained = await Eventually.GetAsync(grain.GetAsync, incident => incident!.State == IncidentState.Contained);

        Assert.Equal(PlanStatus.Proposed, waiting.Plan!.Status);
        Assert.Contains("are spent", waiting.Waiting, StringComparison.Ordinal);
        Assert.NotNull(waiting.LookAgainAt);
        Assert.Equal("system:policy", contained!.Plan!.DecidedBy);
        Assert.Null(contained.Waiting);
    }

    [Fact]
    public async Task A_decision_ends_the_wait()
    {
        await using var silo = await TestSilo.StartAsync((_, services) => services.AddSingleton(new GuardrailOptions { AutomaticActionsPerHour = 0 }));
        await silo.AddClusterAsync(ResponseMode.Automatic);
        await silo.ListAsync([(Web, "shop")]);
        await BreachAsync(silo, Web, 1);
        var grain = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web"));
        Assert.NotNull((await grain.GetAsync())!.LookAgainAt);

        await grain.ExecuteAsync(new IncidentCommand.RejectPlan("plan-1", "no"), Flow.Alice, null);

        Assert.Null((await grain.GetAsync())!.Waiting);
        Assert.Empty(await silo.Ledger.ListPendingAsync(new("incident", (await grain.GetAsync())!.Id), TestContext.Current.CancellationToken));
    }

    /// <summary>Two sensors agree.</summary>
    private static async Task BreachAsync(TestSilo silo, string pod, int number)
    {
        await silo.AlertAsync(Flow.Alert(number, pod: pod));
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Flow.Exec(number + 1, pod)));
    }

    private static Task TellAsync(TestSilo silo, bool ownerUnknown) =>
        silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Pods =
            [
                new PodRecord
                {
                    Namespace = "shop", Name = "web-1-a", Uid = "u", WorkloadKind = "ReplicaSet", WorkloadName = "web-1", ContainerIds = [Container],
                },
            ],
            Workloads = [new WorkloadRecord { Namespace = "shop", Kind = "ReplicaSet", Name = "web-1", Uid = "w", OwnerUnknown = ownerUnknown }],
        });
}
