using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Grains.Posture;
using IncidentMesh.Grains.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Posture;

/// <summary>What surrounds a workload in its cluster counts in the score of its incident, as it is and when it changes.</summary>
public sealed class LiveContextTests
{
    private const string Balancer =
        """{"kind":"Service","apiVersion":"v1","metadata":{"namespace":"shop","name":"web"},"spec":{"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.7"}]}}}""";

    [Fact]
    public async Task A_way_from_the_Internet_and_what_a_takeover_gives_raise_the_score_and_are_its_reasons()
    {
        var inventory = Shop();
        await using var silo = await WatchAsync(inventory);
        await silo.AlertAsync(Flow.Alert(1, pod: "toy-5d4f8c7b9d-x2x4z"));
        await silo.AlertAsync(Flow.Alert(2, pod: "web-5d4f8c7b9d-x2x4z"));

        var (web, toy) = (await ScoreAsync(silo, "web"), await ScoreAsync(silo, "toy"));

        Assert.True(web.Value > toy.Value, $"{web.Value} is not above {toy.Value}.");
        var exposure = Assert.Single(web.Factors, static factor => factor.Factor == "exposure");
        Assert.Equal(
            "It can be reached from outside the cluster, as from the Internet. From the Internet: Service shop/web has a load balancer at 203.0.113.7. Its port 80 leads to 8080/TCP of the pod.",
            exposure.Reason);
        Assert.Equal(("objects around it: LoadBalancer", (DateTimeOffset?)inventory.AsOf), (exposure.Source, exposure.AsOf));
        Assert.Equal("Who takes it over has a node. Container web is privileged: it has the node's devices and all capabilities.", Assert.Single(web.Factors, static factor => factor.Factor == "reach").Reason);
        Assert.Equal("Nothing but the node's kernel holds it.", Assert.Single(web.Factors, static factor => factor.Factor == "isolation").Reason);
        Assert.Contains(web.WouldLower!, static change => change.Change == "Close it to the Internet.");
        Assert.Equal("It can be reached from within the cluster only. No network policy selects the pod for ingress, so every pod of the cluster reaches it.", Assert.Single(toy.Factors, static factor => factor.Factor == "exposure").Reason);
    }

    [Fact]
    public async Task What_somebody_may_have_taken_is_listed_and_told_of_when_the_workload_is_contained()
    {
        await using var silo = await WatchAsync(Shop());
        await silo.AlertAsync(Flow.Alert(1, pod: "web-5d4f8c7b9d-x2x4z"));
        var incident = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web"));
        Assert.Equal(["node", "account-token"], (await incident.GetAsync())!.Credentials.Select(static one => one.Kind));

        await incident.ApproveAsync();
        await Eventually.GetAsync(incident.GetAsync, static one => one!.State == IncidentState.Contained);

        Assert.Single(await incident.GetTimelineAsync(0, 500), static entry => entry.Text == "what was read is not taken back by this. To be replaced: node the nodes of the pods, account-token system:serviceaccount:shop:default");
    }

    [Fact]
    public async Task A_change_around_the_workload_is_told_to_its_incident_once()
    {
        var inventory = Shop();
        await using var silo = await WatchAsync(inventory);
        await silo.AlertAsync(Flow.Alert(1, pod: "web-5d4f8c7b9d-x2x4z"));
        var before = await ScoreAsync(silo, "web");

        inventory.Delete("Service", "shop", "web");
        var incident = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web"));
        var after = await Eventually.GetAsync(async () => (await incident.GetAsync())!, one => one.Score.Value < before.Value);

        var line = Assert.Single(await incident.GetTimelineAsync(0, 500), static entry => entry.Kind == "context");
        Assert.Equal($"exposure Internet -> Cluster: the score is {after.Score.Value} and was {before.Value}", line.Text);

        // What changes for others, or nothing at all, commits nothing.
        await silo.AlertAsync(Flow.Alert(2, pod: "toy-5d4f8c7b9d-x2x4z"));
        inventory.Put("""{"kind":"Namespace","metadata":{"name":"elsewhere"}}""");
        inventory.Put(Balancer.Replace("\"web\"", "\"toy\"", StringComparison.Ordinal));
        var toy = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("toy"));
        await Eventually.GetAsync(async () => await toy.GetTimelineAsync(0, 500), static entries => entries.Any(static entry => entry.Kind == "context"));
        Assert.Equal(after.Version, (await incident.GetAsync())!.Version);
    }

    [Fact]
    public async Task A_privileged_container_that_comes_with_a_new_template_is_told_as_well()
    {
        var inventory = Shop();
        await using var silo = await WatchAsync(inventory);
        await silo.AlertAsync(Flow.Alert(1, pod: "toy-5d4f8c7b9d-x2x4z"));
        var before = await ScoreAsync(silo, "toy");

        inventory.Put(Deployment("toy", privileged: true));

        var incident = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("toy"));
        await Eventually.GetAsync(async () => (await incident.GetAsync())!.Score.Value, value => value > before.Value);
    }

    [Fact]
    public async Task What_is_not_known_widens_the_range_and_lowers_nothing()
    {
        var inventory = Shop();
        await using var known = await WatchAsync(inventory);
        await known.AlertAsync(Flow.Alert(1, pod: "toy-5d4f8c7b9d-x2x4z"));
        var certain = await ScoreAsync(known, "toy");
        inventory = Shop();
        inventory.Become("ClusterRoleBinding", InventoryState.Unreadable);
        inventory.Become("Node", InventoryState.Unreadable);
        await using var silo = await WatchAsync(inventory);
        await silo.AlertAsync(Flow.Alert(1, pod: "toy-5d4f8c7b9d-x2x4z"));

        var score = await ScoreAsync(silo, "toy");

        var reach = Assert.Single(score.Factors, static factor => factor.Factor == "reach");
        Assert.StartsWith("As far as is known: ", reach.Reason, StringComparison.Ordinal);
        Assert.True(score.Range!.High > certain.Range!.High, $"{score.Range} is not wider than {certain.Range}.");
        Assert.True(score.Value >= certain.Value);
    }

    [Fact]
    public async Task What_was_known_stays_with_its_age_when_nobody_watches_any_more()
    {
        var inventory = Shop();
        await using var silo = await WatchAsync(inventory);
        await silo.AlertAsync(Flow.Alert(1, pod: "web-5d4f8c7b9d-x2x4z"));
        inventory.Watched = false;

        await silo.AlertAsync(Flow.Alert(2, rule: "Another rule", pod: "web-5d4f8c7b9d-x2x4z"));

        var exposure = Assert.Single((await ScoreAsync(silo, "web")).Factors, static factor => factor.Factor == "exposure");
        Assert.Equal(("objects around it: LoadBalancer", (DateTimeOffset?)inventory.AsOf), (exposure.Source, exposure.AsOf));
        Assert.False((await silo.Grains.GetGrain<IInventoryGrain>("prod").FindPostureAsync("shop", "Deployment", "web")).Watched);
    }

    [Fact]
    public async Task Anybody_may_ask_what_surrounds_a_workload()
    {
        var inventory = Shop();
        await using var silo = await WatchAsync(inventory);
        var grain = silo.Grains.GetGrain<IInventoryGrain>("prod");

        var answer = await grain.FindPostureAsync("shop", "deployment", "web");

        using var json = JsonDocument.Parse(answer.Json);
        Assert.Equal("shop/Deployment/web", json.RootElement.GetProperty("workload").GetString());
        Assert.Equal(inventory.AsOf, json.RootElement.GetProperty("asOf").GetDateTimeOffset());
        Assert.Equal("privileged", json.RootElement.GetProperty("podSecurityLevel").GetString());
        Assert.Equal("internet", json.RootElement.GetProperty("exposure").GetProperty("level").GetString());
        Assert.Equal("node", json.RootElement.GetProperty("reach").GetProperty("level").GetString());
        Assert.Equal("production", json.RootElement.GetProperty("environment").GetProperty("value").GetString());
        Assert.Equal((true, true, 0), (await grain.FindPostureAsync("shop", "Deployment", "none")) is var none ? (none.Watched, none.Ready, none.Json.Length) : default);
    }

    [Fact]
    public async Task What_stands_open_in_the_images_that_run_raises_the_score_and_is_ranked()
    {
        var inventory = Shop();
        inventory.Images = ["sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"];
        await using var silo = await WatchAsync(inventory);
        await silo.AlertAsync(Flow.Alert(1, priority: "Notice", pod: "web-5d4f8c7b9d-x2x4z"));
        var before = await ScoreAsync(silo, "web");

        inventory.Put("""{"kind":"VulnerabilityReport","metadata":{"namespace":"shop","name":"web"},"report":{"artifact":{"repository":"web","tag":"1","digest":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},"vulnerabilities":[{"vulnerabilityID":"CVE-2026-1","severity":"CRITICAL","score":9.8,"resource":"openssl","installedVersion":"3.0.1","fixedVersion":"3.0.2"},{"vulnerabilityID":"CVE-2026-2","severity":"LOW","score":2.1,"resource":"zlib","installedVersion":"1"}]}}""");

        var incident = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("web"));
        var after = (await Eventually.GetAsync(async () => (await incident.GetAsync())!, one => one.Score.Value > before.Value)).Score;
        Assert.Contains("what it runs has known vulnerabilities such as CVE-2026-1", Assert.Single(after.Factors, static factor => factor.Factor == "further-evidence").Reason, StringComparison.Ordinal);
        Assert.Contains(after.WouldLower!, static change => change.Change == "Update openssl to 3.0.2, which ends CVE-2026-1.");

        var answer = await silo.Grains.GetGrain<IInventoryGrain>("prod").RankVulnerabilitiesAsync("shop", 1);
        using var json = JsonDocument.Parse(answer.Json);
        Assert.Equal(2, json.RootElement.GetProperty("total").GetInt32());
        var first = Assert.Single(json.RootElement.GetProperty("vulnerabilities").EnumerateArray());
        Assert.Equal(
            ("CVE-2026-1", "shop/Deployment/web", "internet"),
            (first.GetProperty("id").GetString(), first.GetProperty("workloads")[0].GetProperty("name").GetString(), first.GetProperty("workloads")[0].GetProperty("exposure").GetString()));
        using var elsewhere = JsonDocument.Parse((await silo.Grains.GetGrain<IInventoryGrain>("prod").RankVulnerabilitiesAsync("elsewhere", 1)).Json);
        Assert.Equal(0, elsewhere.RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Where_no_reports_are_read_that_is_said_and_not_that_there_are_none()
    {
        var inventory = Shop();
        inventory.Become("VulnerabilityReport", InventoryState.NotServed);
        await using var silo = await StartAsync(inventory);
        silo.Service<LivePosture>(0).Of("prod")!.Refresh();

        var answer = await silo.Grains.GetGrain<IInventoryGrain>("prod").RankVulnerabilitiesAsync(null, 10);

        Assert.True(answer.Json.IsEmpty);
        Assert.StartsWith("There are no reports on images to rank: ", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_all_was_read_nothing_is_said()
    {
        var inventory = Shop();
        inventory.Become("NetworkPolicy", InventoryState.Pending);
        await using var silo = await StartAsync(inventory);
        var grain = silo.Grains.GetGrain<IInventoryGrain>("prod");

        silo.Service<LivePosture>(0).Of("prod")!.Refresh();

        Assert.Equal((true, false), (await grain.FindPostureAsync("shop", "Deployment", "web")) is var answer ? (answer.Watched, answer.Ready) : default);
        Assert.Null(await grain.FindRiskAsync("shop", "Deployment", "web"));
    }

    /// <summary>A privileged web that is open to the Internet, and a toy that nothing leads to.</summary>
    private static ObjectInventory Shop()
    {
        var inventory = new ObjectInventory();
        inventory.Put("""{"kind":"Namespace","metadata":{"name":"shop","labels":{"env":"production"}}}""");
        inventory.Put("""{"kind":"Node","metadata":{"name":"node-1"},"spec":{},"status":{"addresses":[{"type":"InternalIP","address":"10.0.0.1"}]}}""");
        inventory.Put(Balancer);
        inventory.Put(Deployment("web", privileged: true));
        inventory.Put(Deployment("toy", privileged: false));
        return inventory;
    }

    private static string Deployment(string name, bool privileged) =>
        $$$"""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"namespace":"shop","name":"{{{name}}}"},"spec":{"template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{"containers":[{"name":"{{{name}}}","image":"{{{name}}}:1","securityContext":{"privileged":{{{(privileged ? "true" : "false")}}} } }]} } } }""";

    private static async Task<TestSilo> StartAsync(ObjectInventory inventory)
    {
        var silo = await TestSilo.StartAsync((_, services) => services
            .AddSingleton<IClusterInventories>(inventory)
            .AddSingleton(new PosturePace { Glance = TimeSpan.FromMilliseconds(10), Reading = TimeSpan.Zero, Round = TimeSpan.Zero }));
        await silo.ListAsync(("web-5d4f8c7b9d-x2x4z", "shop"), ("toy-5d4f8c7b9d-x2x4z", "shop"));
        Assert.True(await silo.Service<IInventorySink>(0).TryWatchAsync("prod", "silo-0", TimeSpan.FromMinutes(5), CancellationToken.None));
        return silo;
    }

    private static async Task<TestSilo> WatchAsync(ObjectInventory inventory)
    {
        var silo = await StartAsync(inventory);
        await Eventually.GetAsync(async () => await silo.Grains.GetGrain<IInventoryGrain>("prod").FindPostureAsync("shop", "Deployment", "web"), static answer => answer.Ready);
        return silo;
    }

    private static async Task<Score> ScoreAsync(TestSilo silo, string deployment) =>
        (await silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync(deployment)).GetAsync())!.Score;
}
