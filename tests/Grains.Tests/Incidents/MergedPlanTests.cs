using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>Evidence against one workload is none against another.</summary>
public sealed class MergedPlanTests
{
    [Fact]
    public async Task What_was_merged_into_an_incident_does_not_make_it_stop_its_own_workload()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.ListAsync([("checkout-5d4f8c7b9d-x2x4z", "shop"), ("payments-5d4f8c7b9d-x2x4z", "shop")]);
        await silo.AlertAsync(
            Flow.Alert(1, pod: "checkout-5d4f8c7b9d-x2x4z"),
            Flow.Alert(2, "Noise", "Notice", "payments-5d4f8c7b9d-x2x4z"));
        var checkout = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("checkout"));
        var payments = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("payments"));
        Assert.NotNull((await checkout.GetAsync())!.Plan);

        await checkout.ExecuteAsync(new IncidentCommand.Merge((await payments.GetAsync())!.Id), Flow.Alice, null);
        await Eventually.GetAsync(payments.GetAsync, incident => incident!.Fold.Rules.Count == 2);
        await silo.AlertAsync(Flow.Alert(3, "More noise", "Notice", "payments-5d4f8c7b9d-x2x4z"));

        var merged = await Eventually.GetAsync(payments.GetAsync, incident => incident!.Fold.Rules.Count == 3);
        Assert.Equal(Contracts.Signals.Severity.Critical, merged!.Fold.Severity);
        Assert.Null(merged.Plan);

        await silo.AlertAsync(Flow.Alert(4, "Real", "Critical", "payments-5d4f8c7b9d-x2x4z"));
        var planned = await Eventually.GetAsync(payments.GetAsync, incident => incident!.Plan is not null);
        Assert.StartsWith("Real on one replica", planned!.Plan!.Reason, StringComparison.Ordinal);
    }
}
