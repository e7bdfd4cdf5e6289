using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Response.Guardrails;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>Whoever can forge alerts must not be able to make us attack our own production.</summary>
public sealed class ForgedAlertsTests
{
    private const int Deployments = 500;
    private const int Alerts = 10_000;

    [Fact]
    public async Task Ten_thousand_forged_criticals_of_one_sensor_do_nothing_and_of_two_no_more_than_the_budget()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AddClusterAsync(ResponseMode.Automatic);
        var targets = Enumerable.Range(0, Deployments).Select(number => (Pod: $"web{number}-5d4f8c7b9d-x2x4z", Space: SpaceOf(number))).ToArray();

        await silo.ListAsync([.. targets.Select(target => (target.Pod, target.Space))]);

        await silo.AlertAsync([.. Enumerable.Range(0, Alerts).Select(number =>
            Flow.Alert(number, pod: targets[number % Deployments].Pod, space: targets[number % Deployments].Space))]);

        Assert.Empty(silo.Effects.Tried);

        var audit = await silo.SendAsync(Flow.Audit, [.. targets.Select((target, number) => Flow.Exec(number, target.Pod, target.Space))]);
        await silo.ProcessedAsync(Flow.Audit, audit);

        var budget = new GuardrailOptions().AutomaticActionsPerHour;
        var incidents = await Eventually.GetAsync(
            () => ContainedAsync(silo), contained => contained.Count == budget);
        Assert.Equal(budget, silo.Effects.Tried.Where(effect => effect.Kind == EffectKinds.ScaleToZero).Select(effect => effect.Owner).Distinct().Count());
        Assert.All(incidents, incident => Assert.Equal("shop", incident.Subject.Workload!.Namespace));

        var planned = await AllAsync(silo);
        Assert.Equal(Alerts + Deployments, planned.Sum(incident => incident.Signals));
        Assert.All(planned.Where(incident => incident.Plan is not null), incident => Assert.Equal("shop", incident.Subject.Workload!.Namespace));
    }

    [Fact]
    public async Task A_workload_that_only_the_alerts_name_waits_for_a_person_and_says_why()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AddClusterAsync(ResponseMode.Automatic);
        await silo.AlertAsync(Flow.Alert(1, pod: "web-5d4f8c7b9d-x2x4z"));

        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, Flow.Exec(2, "web-5d4f8c7b9d-x2x4z")));

        var incident = await Eventually.GetAsync(silo.OnlyIncidentAsync, found => found.Fold.Sensors.Count == 2);
        var timeline = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        Assert.Equal(PlanStatus.Proposed, incident.Plan!.Status);
        Assert.Empty(silo.Effects.Tried);
        Assert.Single(timeline, entry => entry.Text.Contains("waits for a person: Only 1 sensor", StringComparison.Ordinal));
        Assert.Single(timeline, entry => entry.Text.Contains("waits for a person: The inventory does not know", StringComparison.Ordinal));
    }

    /// <summary>Every tenth is in a protected namespace.</summary>
    private static string SpaceOf(int number) => (number % 20) switch { 0 => "kube-system", 10 => "incidentmesh", _ => "shop" };

    private static async Task<IReadOnlyList<IncidentSummary>> ContainedAsync(TestSilo silo) =>
        (await silo.Grains.GetGrain<IIncidentListGrain>(0).ListAsync(new IncidentQuery { States = [IncidentState.Contained], Max = 500 })).Incidents;

    private static async Task<IReadOnlyList<IncidentSummary>> AllAsync(TestSilo silo)
    {
        var all = new List<IncidentSummary>();
        string? cursor = null;
        do
        {
            var page = await silo.Grains.GetGrain<IIncidentListGrain>(0).ListAsync(new IncidentQuery { Max = 500, Cursor = cursor });
            all.AddRange(page.Incidents);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }
}
