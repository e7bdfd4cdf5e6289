using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>Who decides can be changed while things happen.</summary>
public sealed class ResponseModeTests
{
    private const string Web = "web-5d4f8c7b9d-x2x4z";
    private const string Shop = "shop-5d4f8c7b9d-x2x4z";

    [Fact]
    public async Task A_cluster_that_is_set_to_observe_does_nothing_by_itself_until_it_is_set_back()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AddClusterAsync(ResponseMode.Automatic);
        await silo.ListAsync([(Web, "shop"), (Shop, "shop")]);
        var registry = silo.Grains.GetGrain<IClusterRegistryGrain>(IClusterRegistryGrain.Key);

        var observing = await registry.SetModeAsync("prod", ResponseMode.Observe, "freeze", "user:alice");
        await BreachAsync(silo, Web, 1);
        var waiting = await silo.OnlyIncidentAsync();
        await registry.SetModeAsync("prod", ResponseMode.Automatic, "", "user:alice");
        var number = 10;
        await Eventually.GetAsync(
            async () =>
            {
                await BreachAsync(silo, Shop, number += 2);
                return silo.Effects.Tried;
            },
            tried => !tried.IsEmpty);

        Assert.Equal(ResponseMode.Observe, observing!.Mode);
        Assert.Equal(PlanStatus.Proposed, waiting.Plan!.Status);
        Assert.DoesNotContain(silo.Effects.Tried, effect => effect.Owner.Id == waiting.Id);
        Assert.Null(await registry.SetModeAsync("nowhere", ResponseMode.Observe, "", "user:alice"));
        Assert.Equal(
            ["cluster.add", "cluster.mode", "cluster.mode"],
            (await ((IAuditTrail)silo.Ledger).ReadAsync(0, null, 100, TestContext.Current.CancellationToken))
                .Select(record => record.Entry.Action).Where(action => action.StartsWith("cluster", StringComparison.Ordinal)));
    }

    /// <summary>Two sensors agree.</summary>
    private static async Task BreachAsync(TestSilo silo, string pod, int number)
    {
        await silo.AlertAsync(Flow.Alert(number, pod: pod));
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Flow.Exec(number + 1, pod)));
    }
}
