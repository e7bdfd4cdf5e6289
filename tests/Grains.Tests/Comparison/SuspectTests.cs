using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Grains.Workloads;

namespace IncidentMesh.Grains.Tests.Comparison;

/// <summary>Whom the comparison learns nothing from, because an open incident names it.</summary>
public sealed class SuspectTests
{
    [Fact]
    public async Task A_pod_is_a_suspect_once_a_grave_rule_of_a_sensor_hit_and_not_by_what_the_comparison_says_itself()
    {
        await using var silo = await TestSilo.StartAsync();
        var shop = new WebShop();
        shop.Start(Enumerable.Range(0, 4));
        await shop.ListAsync(silo);
        await shop.LiveAsync(silo, 70);
        await shop.LiveAsync(silo, 1, null, (WebShop.Pod(2), "/usr/bin/curl"));
        await shop.LiveAsync(silo, 3);

        var now = WebShop.Begin.AddMinutes(shop.Minute);
        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal(Severity.High, incident.Fold.Severity);
        Assert.Empty(WorkloadGrain.Suspects(incident, now));

        await silo.AlertAsync(shop.Alert(WebShop.Pod(1)));
        Assert.Empty(WorkloadGrain.Suspects(await silo.OnlyIncidentAsync(), now));

        await silo.AlertAsync(shop.Alert(WebShop.Pod(2), "Critical"));
        incident = await silo.OnlyIncidentAsync();
        Assert.Equal([WebShop.Pod(1), WebShop.Pod(2)], WorkloadGrain.Suspects(incident, now).Order(StringComparer.Ordinal));
        Assert.Empty(WorkloadGrain.Suspects(incident, now.AddDays(2)));
        Assert.Empty(WorkloadGrain.Suspects(incident with { State = IncidentState.Closed }, now));
    }
}
