using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Grains.Vulnerabilities;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentMesh.Grains.Tests.Vulnerabilities;

/// <summary>Kubernetes' own feed, held against what clusters run.</summary>
public sealed class ComponentTests
{
    private readonly FakeFeed _feed = new(Item("CVE-1", "kubelet <= v1.30.2"), Item("CVE-2", "kubelet < v1.31.0"), Item("CVE-3", "kube-apiserver <= v1.20.0"), Item("CVE-4", "whatever you may run"));
    private readonly Nodes _nodes = new();

    [Fact]
    public async Task All_that_a_cluster_has_is_one_incident_that_is_told_once()
    {
        await using var silo = await StartAsync(new NotifierTarget(EffectKinds.SlackIncident, Severity.Low));
        var pump = Pump(silo);

        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal(("cluster", "kubernetes", 2L, Severity.High), (incident.Subject.Kind, incident.Subject.Name, incident.Fold.Signals, incident.Fold.Severity));
        Assert.Equal(["kubernetes-cve/CVE-1", "kubernetes-cve/CVE-2"], incident.Fold.Rules.Select(rule => rule.Rule).Order());
        Assert.StartsWith("CVE-1 in kubelet v1.30.2 (2): ", incident.Fold.Rules[0].Example, StringComparison.Ordinal);
        Assert.Single(await Eventually.GetAsync(() => Task.FromResult(silo.Effects.Tried.ToList()), effects => effects.Count > 0));
        var status = (await silo.Grains.GetGrain<IComponentGrain>("prod").GetAsync())!;
        Assert.Equal((incident.Id, null), (status.Incident, status.Review.Problem));
        Assert.Equal(["CVE-4"], status.Review.Uncertain);
    }

    [Fact]
    public async Task A_new_one_joins_the_open_incident_and_what_is_mended_is_told_there()
    {
        await using var silo = await StartAsync();
        var pump = Pump(silo);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);
        var opened = await silo.OnlyIncidentAsync();

        _feed.Is(Item("CVE-1", "kubelet <= v1.30.2"), Item("CVE-2", "kubelet < v1.31.0"), Item("CVE-5", "kubelet v1.30.0 - v1.30.9"));
        await RoundAsync(silo, pump);
        _nodes.Version = "v1.30.4";
        await RoundAsync(silo, pump);

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal((opened.Id, IncidentState.Open, 3L), (incident.Id, incident.State, incident.Fold.Signals));
        Assert.Contains("What runs is affected no longer by CVE-1. It runs kubelet v1.30.4 (2).", await LinesAsync(silo, incident.Id));
    }

    [Fact]
    public async Task An_upgrade_past_all_of_them_resolves_the_incident_and_going_back_opens_the_next()
    {
        await using var silo = await StartAsync();
        var pump = Pump(silo);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);
        _nodes.Version = "v1.31.0";
        await RoundAsync(silo, pump);
        var resolved = await silo.OnlyIncidentAsync();

        _nodes.Version = "v1.30.2";
        await RoundAsync(silo, pump);

        Assert.Equal(IncidentState.Resolved, resolved.State);
        Assert.Equal(2, (await silo.IncidentsAsync()).Count);
    }

    [Fact]
    public async Task What_is_not_known_resolves_nothing()
    {
        await using var silo = await StartAsync();
        var pump = Pump(silo);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);

        _nodes.State = InventoryState.Unreadable;
        await RoundAsync(silo, pump);

        Assert.Equal(IncidentState.Open, (await silo.OnlyIncidentAsync()).State);
        var review = (await silo.Grains.GetGrain<IComponentGrain>("prod").GetAsync())!.Review;
        Assert.Equal(("nodes are forbidden", null), (review.Problem, review.Components));
    }

    [Fact]
    public async Task A_feed_that_is_not_reached_counts_as_it_was_and_says_how_old_it_is()
    {
        await using var silo = await StartAsync();
        var pump = Pump(silo);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);
        var known = _feed.Answer.AsOf;

        _feed.Answer = _feed.Answer with { Problem = "It was not reached." };
        _nodes.Version = "v1.30.3";
        await RoundAsync(silo, pump);

        var review = (await silo.Grains.GetGrain<IComponentGrain>("prod").GetAsync())!.Review;
        Assert.Equal((known, "It was not reached.", "CVE-2"), (review.FeedAt, review.Problem, Assert.Single(review.Vulnerabilities).Id));
    }

    [Fact]
    public async Task An_older_copy_of_the_feed_takes_nothing_back()
    {
        await using var silo = await StartAsync();
        var newer = Pump(silo);
        await newer.ReviewAsync(_feed, TestContext.Current.CancellationToken);
        var elsewhere = new FakeFeed(Item("CVE-3", "kube-apiserver <= v1.20.0"));
        elsewhere.Answer = elsewhere.Answer with { AsOf = _feed.Answer.AsOf - TimeSpan.FromHours(1) };

        await Pump(silo).ReviewAsync(elsewhere, TestContext.Current.CancellationToken);
        await newer.ReviewAsync(_feed, TestContext.Current.CancellationToken);

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal((IncidentState.Open, 2L), (incident.State, incident.Fold.Signals));
        Assert.DoesNotContain(await LinesAsync(silo, incident.Id), static line => line.Contains("affected no longer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"items":[]}""")]
    public async Task What_is_no_feed_is_said_and_changes_nothing(string content)
    {
        await using var silo = await StartAsync();
        var pump = Pump(silo);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);

        _feed.Answer = _feed.Answer with { Content = Encoding.UTF8.GetBytes(content) };
        await RoundAsync(silo, pump);

        Assert.Equal(IncidentState.Open, (await silo.OnlyIncidentAsync()).State);
        Assert.Contains("no JSON Feed", (await silo.Grains.GetGrain<IComponentGrain>("prod").GetAsync())!.Review.Problem, StringComparison.Ordinal);
    }

    private async Task<TestSilo> StartAsync(params NotifierTarget[] notifiers)
    {
        var silo = await TestSilo.StartAsync(notifiers: notifiers);
        await silo.AddClusterAsync(ResponseMode.Observe);
        await silo.Grains.GetGrain<IInventoryGrain>("prod").AttachAsync(silo.Grains.CreateObjectReference<IInventoryReader>(_nodes), TimeSpan.FromDays(30));
        return silo;
    }

    private static ComponentPump Pump(TestSilo silo) =>
        new([], silo.Grains, silo.Service<IClusterDirectory>(0), silo.Clock, NullLogger<ComponentPump>.Instance);

    private async Task RoundAsync(TestSilo silo, ComponentPump pump)
    {
        silo.Clock.Advance(_feed.Period);
        await pump.ReviewAsync(_feed, TestContext.Current.CancellationToken);
        GC.KeepAlive(_nodes);
    }

    private static async Task<IEnumerable<string>> LinesAsync(TestSilo silo, string incident) =>
        (await silo.Grains.GetGrain<IIncidentGrain>(incident).GetTimelineAsync(0, 100)).Select(line => line.Text);

    private static object Item(string id, string affected) => new
    {
        id,
        summary = "something in the kubelet",
        content_text = $"CVSS Rating: high\n\n### Affected Versions\n\n- {affected}\n\n### Fixed Versions\n\n- later\n",
    };

    private sealed class FakeFeed : IComponentFeed
    {
        public FakeFeed(params object[] items) => Is(items);

        public FeedAnswer Answer { get; set; } = null!;

        public string Source => "https://feeds.example/index.json";

        public TimeSpan Period => TimeSpan.FromHours(6);

        public void Is(params object[] items) => Answer = new FeedAnswer(
            JsonSerializer.SerializeToUtf8Bytes(new { version = "https://jsonfeed.org/version/1.1", items }), new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero), null);

        public ValueTask<FeedAnswer> ReadAsync(CancellationToken cancellationToken) => new(Answer);
    }

    /// <summary>Two nodes.</summary>
    private sealed class Nodes : IInventoryReader
    {
        public string Version { get; set; } = "v1.30.2";

        public InventoryState State { get; set; } = InventoryState.Read;

        public Task<PostureAnswer> FindPostureAsync(string cluster, string @namespace, string kind, string name) => throw new NotSupportedException();

        public Task<WorkloadRisk?> FindRiskAsync(string cluster, string @namespace, string kind, string name) => throw new NotSupportedException();

        public Task<PostureAnswer> RankVulnerabilitiesAsync(string cluster, string? @namespace, int max) => throw new NotSupportedException();

        public Task<IReadOnlyList<InventoryKind>?> ListKindsAsync(string cluster) => Task.FromResult<IReadOnlyList<InventoryKind>?>([]);

        public Task<InventoryPage> ListAsync(string cluster, InventoryQuery query) => Task.FromResult(new InventoryPage
        {
            Watched = true,
            Kind = new InventoryKind { Kind = query.Kind, Resource = query.Kind, Group = "", State = State, Note = State == InventoryState.Read ? null : "nodes are forbidden" },
            Objects = query.Kind != "nodes" || State != InventoryState.Read ? [] : [Node(query.After is null ? "node-1" : "node-2")],
            Next = query.Kind == "nodes" && query.After is null ? "node-1" : null,
        });

        private InventoryObject Node(string name) => new("", name, name, JsonSerializer.SerializeToUtf8Bytes(new { metadata = new { name }, status = new { nodeInfo = new { kubeletVersion = Version } } }));
    }
}
