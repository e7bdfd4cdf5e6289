using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Response.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Incidents;

/// <summary>Who hears of an incident is what its workload says.</summary>
public sealed class RoutingTests
{
    private const string Web = "web-5d4f8c7b9d-x2x4z";

    private static readonly NotifierTarget[] Notifiers =
    [
        new(EffectKinds.SlackIncident, Severity.Low),
        new(EffectKinds.SlackIncident, Severity.Low, "payments"),
        new(EffectKinds.SlackIncident, Severity.High, "oncall"),
    ];

    [Fact]
    public async Task The_targets_of_its_workload_are_told_and_no_others()
    {
        await using var silo = await StartAsync();
        await ListAsync(silo, "slack:#payments,slack:#oncall");

        await silo.AlertAsync(Flow.Alert(1));

        var told = await ToldAsync(silo, 2);
        Assert.Equal([("slack/incident", "oncall"), ("slack/incident", "payments")], told.Order());
        var explained = await silo.Grains.GetGrain<IRouteGrain>(0).ExplainAsync(new RouteInquiry("prod", Flow.Web, Severity.Critical, null));
        Assert.Equal(["slack:payments", "slack:oncall"], explained.Targets);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_in_the_incident_and_the_default_hears_of_it()
    {
        await using var silo = await StartAsync();
        await ListAsync(silo, "slack:#paymnts");

        await silo.AlertAsync(Flow.Alert(1));

        Assert.Equal([("slack/incident", null)], await ToldAsync(silo, 1));
        var incident = await silo.OnlyIncidentAsync();
        var lines = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        Assert.Contains("slack:#paymnts is not configured", Assert.Single(lines, line => line.Actor == "system:routing").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_targets_of_one_kind_have_their_own_receipts()
    {
        await using var silo = await StartAsync();
        silo.Effects.Answer(EffectKinds.SlackIncident, effect =>
            new EffectOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(new SlackReceipt(Notice(effect.Payload).Target ?? "own", "1.2"), EffectJson.Default.SlackReceipt)));
        await ListAsync(silo, "slack,slack:#payments");
        await silo.AlertAsync(Flow.Alert(1));
        await ToldAsync(silo, 2);
        var incident = await silo.OnlyIncidentAsync();

        await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Flow.Alice, null);
        await ToldAsync(silo, 4);

        Assert.Equal(
            [(null, "own"), ("payments", "payments")],
            silo.Effects.Tried.Select(effect => Notice(effect.Payload)).Where(notice => notice.Revision == 2).Select(notice => (notice.Target, notice.Slack!.Channel)).Order());
    }

    [Fact]
    public async Task A_target_beyond_those_that_hear_of_it_already_is_told_of_in_the_incident()
    {
        var many = Enumerable.Range(0, RouteBook.MostTargets + 1).Select(number => new NotifierTarget(EffectKinds.SlackIncident, Severity.Low, $"c{number}")).ToArray();
        await using var silo = await StartAsync(many);
        await ListAsync(silo, string.Join(',', many.Take(RouteBook.MostTargets).Select(target => target.Written)));
        await silo.AlertAsync(Flow.Alert(1));
        await ToldAsync(silo, RouteBook.MostTargets);

        await ListAsync(silo, many[^1].Written);
        await silo.AlertAsync(Flow.Alert(2, rule: "Read sensitive file untrusted"));
        var incident = await Eventually.GetAsync(silo.OnlyIncidentAsync, one => one.Fold.Signals == 2);
        await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Flow.Alice, null);

        Assert.DoesNotContain("c8", (await ToldAsync(silo, 2 * RouteBook.MostTargets)).Select(told => told.Target));
        var lines = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        Assert.Equal(
            "slack:c8 is not told: 8 targets hear of this incident already, and they will until its end.",
            Assert.Single(lines, line => line.Actor == "system:routing").Text);
    }

    [Fact]
    public async Task An_address_that_was_told_hears_of_the_incident_until_its_end()
    {
        await using var silo = await StartAsync(new NotifierTarget(EffectKinds.EmailIncident, Severity.Low, NotifierTarget.AnyAddress + "example.com"), Notifiers[1]);
        await ListAsync(silo, "email:sec@example.com");
        await silo.AlertAsync(Flow.Alert(1));
        await ToldAsync(silo, 1);

        await ListAsync(silo, "slack:#payments");
        await silo.AlertAsync(Flow.Alert(2, rule: "Read sensitive file untrusted"));
        var incident = await Eventually.GetAsync(silo.OnlyIncidentAsync, one => one.Fold.Signals == 2);
        await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).ExecuteAsync(new IncidentCommand.Resolve("cleaned"), Flow.Alice, null);

        var pending = await Eventually.GetAsync(
            async () => (await silo.Ledger.ListPendingAsync(new("incident", incident.Id), TestContext.Current.CancellationToken)).Select(effect => effect.Id).ToList(),
            effects => effects.Exists(effect => effect.StartsWith("notice/email/", StringComparison.Ordinal)));
        Assert.Contains("notice/email/incident:sec@example.com/2", pending);
    }

    private static Task<TestSilo> StartAsync(params NotifierTarget[] notifiers) => TestSilo.StartAsync((_, services) =>
    {
        foreach (var notifier in notifiers is [] ? Notifiers : notifiers)
        {
            services.AddSingleton(notifier);
        }
    });

    private static Task ListAsync(TestSilo silo, string notify) =>
        silo.Grains.GetGrain<IClusterGrain>("prod").ApplyAsync(new InventoryChange
        {
            ListBegins = true,
            ListEnds = true,
            Workloads =
            [
                new WorkloadRecord
                {
                    Namespace = "shop", Kind = "Deployment", Name = "web", Uid = "w", Replicas = 1,
                    Signs = [new ContextSign(ContextPlace.WorkloadAnnotation, RouteBook.NotifyKey, notify)],
                },
            ],
            Pods = [new PodRecord { Namespace = "shop", Name = Web, Uid = "p", WorkloadKind = "Deployment", WorkloadName = "web" }],
        });

    private static async Task<IReadOnlyList<(string Kind, string? Target)>> ToldAsync(TestSilo silo, int count)
    {
        var tried = await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried.ToList()), effects => effects.Count >= count);
        return [.. tried.Select(effect => (effect.Kind, Notice(effect.Payload).Target))];
    }

    private static IncidentNotice Notice(ReadOnlyMemory<byte> payload) => JsonSerializer.Deserialize(payload.Span, EffectJson.Default.IncidentNotice)!;
}
