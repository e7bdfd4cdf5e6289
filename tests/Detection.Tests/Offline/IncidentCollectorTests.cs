using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Tests.Rules.Shipped;
using IncidentMesh.Sensors;
using IncidentMesh.Testing;

namespace IncidentMesh.Detection.Tests.Offline;

public sealed class IncidentCollectorTests
{
    [Fact]
    public void The_web_shops_story_is_one_incident_amid_noise()
    {
        var collector = new IncidentCollector("prod", rules: ShippedRules.Core);
        foreach (var sample in new[] { "falco/web-shop-quiet.ndjson.gz", "falco/web-shop.ndjson", "kubernetes-audit/web-shop.json", "falco/falcosidekick.json" })
            Read(collector, sample);

        Assert.Equal((338, 6), (collector.Signals, collector.Duplicates));
        var incident = Assert.Single(collector.Collect());
        Assert.Equal("Drop and execute new binary in container and 9 more on shop/web", incident.Title);
        Assert.Equal(Severity.Critical, incident.Severity);
        Assert.Equal("prod/workload/shop/Deployment/web", incident.Subject.ToString());
        Assert.Equal(["falco", "kubernetes-audit"], incident.Sensors);
        Assert.Equal(["shop/web-6d8f7c9b5d-x7k2p"], incident.Fold.Replicas.Keys);
        Assert.Contains(incident.Fold.Rules, hits => hits.Rule == "k8s_audit/Many forbidden requests by one user");
        Assert.Contains(incident.Fold.Rules, hits => hits.Rule == "k8s_audit/Secrets read by a service account of the same namespace that never did");
        Assert.Contains(incident.Fold.Rules, hits => hits is { Rule: "k8s_audit/Command or terminal in a pod through the Kubernetes API", Count: 1 });
        Assert.Matches("^inc-[a-z2-7]{12}$", incident.Id);
    }

    [Fact]
    public void The_same_files_give_the_same_incidents()
    {
        var (first, second) = (new IncidentCollector(), new IncidentCollector());
        Read(first, "falco/web-shop.ndjson");
        Read(second, "falco/web-shop.ndjson");

        Assert.Equal(first.Collect().Select(incident => incident.Id), second.Collect().Select(incident => incident.Id));
    }

    [Fact]
    public void Silence_starts_another_incident()
    {
        var collector = new IncidentCollector();
        collector.Add(SignalMaker.Falco(severity: Severity.High, second: 0));
        collector.Add(SignalMaker.Falco(severity: Severity.High, second: 3_600));
        collector.Add(SignalMaker.Falco(severity: Severity.High, second: 7_201));

        Assert.Equal([2L, 1L], collector.Collect().Select(incident => incident.Fold.Signals));
        Assert.Equal(2, collector.Collect().Select(incident => incident.Id).Distinct().Count());
    }

    [Fact]
    public void What_comes_late_joins_what_silence_had_parted()
    {
        var collector = new IncidentCollector();
        collector.Add(SignalMaker.Falco(severity: Severity.High, second: 0));
        collector.Add(SignalMaker.Falco(severity: Severity.High, second: 7_200));
        collector.Add(SignalMaker.Falco(severity: Severity.High, second: 3_600));

        Assert.Equal(3, Assert.Single(collector.Collect()).Fold.Signals);
    }

    [Fact]
    public void The_same_routine_every_night_is_one_incident()
    {
        var collector = new IncidentCollector();
        for (var night = 0; night < 5; night++)
            collector.Add(SignalMaker.Falco(severity: Severity.Medium, second: night * 86_400));
        collector.Add(SignalMaker.Falco(severity: Severity.Medium, second: 6 * 86_400));

        Assert.Equal([5L, 1L], collector.Collect().Select(incident => incident.Fold.Signals));
    }

    [Fact]
    public void Repeats_are_known_among_the_newest_signals()
    {
        var collector = new IncidentCollector(rememberedIds: 2);
        var signals = Enumerable.Range(0, 3).Select(i => SignalMaker.Falco(second: i)).ToList();
        foreach (var signal in signals)
            collector.Add(signal);

        collector.Add(signals[2]);
        collector.Add(signals[0]);

        Assert.Equal((4, 1), (collector.Signals, collector.Duplicates));
    }

    [Fact]
    public void A_flood_of_names_makes_no_flood_of_incidents()
    {
        var collector = new IncidentCollector("prod", rememberedIds: 10);
        for (var i = 0; i < IncidentCollector.MostBursts + 500; i++)
            collector.Add(SignalMaker.Falco(severity: Severity.High) with { Origin = new SignalOrigin { Namespace = "shop", Pod = $"victim{i}" } });

        var incidents = collector.Collect();

        Assert.Equal(IncidentCollector.MostBursts, incidents.Count);
        Assert.Equal(501, incidents.Single(incident => incident.Subject.ToString() == "prod/cluster/other").Fold.Signals);
    }

    private static void Read(IncidentCollector collector, string sample)
    {
        var body = SampleFiles.Read(sample);
        foreach (var range in EventSplitter.Split(body, SplitLimits.Default).Events)
        {
            var json = body.AsMemory()[range];
            Assert.True(SensorFormats.Detect(json.Span)!.TryRead(json.Span, SignalMaker.Start.AddDays(1), out var signal, out var error), error);
            collector.Add(signal, json);
        }
    }
}
