using System.Net;
using System.Text;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class ClusterApiTests : IAsyncLifetime
{
    private GatewayUnderTest _gateway = null!;
    private string _admin = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _admin = _gateway.Grains.Access.Token(Role.Admin, person: true);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_cluster_is_added_once_shown_and_gets_keys_at_once()
    {
        var body = """{"id":"prod-eu","adapter":"kubernetes","kubeconfigPath":"/etc/k","mode":"automatic"}""";

        var added = await _gateway.PostAsync("/api/v1/clusters", _admin, body);
        var again = await _gateway.PostAsync("/api/v1/clusters", _admin, body);
        var shown = await (await _gateway.GetAsync("/api/v1/clusters/prod-eu", _admin)).JsonAsync();
        var key = await _gateway.PostAsync("/api/v1/clusters/prod-eu/keys", _admin, """{"name":"falco"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Created), (added.StatusCode, again.StatusCode, key.StatusCode));
        Assert.Equal("/api/v1/clusters/prod-eu", added.Headers.Location?.ToString());
        Assert.Equal(("prod-eu", "automatic", "/etc/k"),
            (shown.GetProperty("displayName").GetString(), shown.GetProperty("mode").GetString(), shown.GetProperty("kubeconfigPath").GetString()));
        Assert.Equal(12, shown.GetProperty("status").GetProperty("pods").GetInt32());
    }

    [Fact]
    public async Task A_route_is_explained_step_by_step()
    {
        var route = await (await _gateway.GetAsync("/api/v1/clusters/alpha/route?workload=shop/Deployment/web&severity=critical&at=2026-05-04T22:00:00Z", _admin)).JsonAsync();
        var bad = await _gateway.GetAsync("/api/v1/clusters/alpha/route?workload=web", _admin);

        Assert.Equal("slack:payments", route.GetProperty("targets")[0].GetString());
        Assert.Equal("That decides it.", route.GetProperty("steps")[0].GetProperty("findings")[1].GetString());
        Assert.Equal(
            ("alpha/shop/Deployment/web", Contracts.Signals.Severity.Critical, new DateTimeOffset(2026, 5, 4, 22, 0, 0, TimeSpan.Zero)),
            (_gateway.Grains.Routes.Asked!.Workload!.ToString(), _gateway.Grains.Routes.Asked.Severity, _gateway.Grains.Routes.Asked.Time));
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task Kernel_modules_are_listed_with_who_had_them_loaded()
    {
        var shown = (await (await _gateway.GetAsync("/api/v1/clusters/alpha/kernel-modules", _admin)).JsonAsync()).GetProperty("items")[0];

        Assert.Equal(
            ("node-1", "sctp", 3, "shop/web-1", "2026-05-04T11:00:00Z", "2026-05-04T12:00:00Z"),
            (shown.GetProperty("node").GetString(), shown.GetProperty("module").GetString(), shown.GetProperty("count").GetInt32(), shown.GetProperty("pod").GetString(),
                shown.GetProperty("firstSeen").GetString(), shown.GetProperty("lastSeen").GetString()));
    }

    [Fact]
    public async Task Vulnerabilities_of_Kubernetes_itself_are_shown_with_the_age_of_that_knowledge()
    {
        var shown = await (await _gateway.GetAsync("/api/v1/clusters/alpha/components", _admin)).JsonAsync();

        Assert.Equal(
            ("2026-05-04T12:00:00Z", "It was not reached: TLS failed.", "CVE-2026-1", "high", "inc-aaaaaaaaaaaa"),
            (shown.GetProperty("feedAt").GetString(), shown.GetProperty("problem").GetString(), shown.GetProperty("vulnerabilities")[0].GetProperty("id").GetString(),
                shown.GetProperty("vulnerabilities")[0].GetProperty("severity").GetString(), shown.GetProperty("incident").GetString()));
    }

    [Fact]
    public async Task Whoever_works_on_incidents_may_give_decisions_back_to_people_and_only_an_administrator_may_take_them_away()
    {
        const string path = "/api/v1/clusters/alpha/mode";
        var responder = _gateway.Grains.Access.Token(Role.Responder, person: true);
        var service = _gateway.Grains.Access.Token(Role.Admin, person: false);
        const string automatic = """{"mode":"automatic"}""";

        Assert.Equal(HttpStatusCode.OK, (await _gateway.PostAsync(path, _admin, automatic)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.PostAsync(path, responder, automatic)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.PostAsync(path, service, automatic)).StatusCode);
        Assert.Equal("automatic", (await (await _gateway.GetAsync("/api/v1/clusters/alpha", _admin)).JsonAsync()).GetProperty("mode").GetString());
        var back = await (await _gateway.PostAsync(path, responder, """{"mode":"observe","reason":"freeze"}""")).JsonAsync();
        Assert.Equal("observe", back.GetProperty("mode").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync(path, _admin, """{"reason":"none"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.PostAsync("/api/v1/clusters/gamma/mode", _admin, automatic)).StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"UPPER","adapter":"none"}""")]
    [InlineData("""{"id":"a/b","adapter":"none"}""")]
    [InlineData("""{"id":"ok","adapter":"magic"}""")]
    [InlineData("""{"id":"ok"}""")]
    [InlineData("""{"id":"ok","adapter":"none","mode":"reckless"}""")]
    [InlineData("""{"id":"ok","adapter":"none","mode":1}""")]
    public async Task Wrong_clusters_are_400(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync("/api/v1/clusters", _admin, body)).StatusCode);

    [Fact]
    public async Task Replicas_and_progress_are_shown()
    {
        var replica = await (await _gateway.GetAsync("/api/v1/clusters/alpha/replicas/shop/web-1", _admin)).JsonAsync();
        var progress = await (await _gateway.GetAsync("/api/v1/clusters/alpha/ingest", _admin)).JsonAsync();

        Assert.Equal(3, replica.GetProperty("windows")[0].GetProperty("counts").GetProperty("exec|/bin/sh").GetInt64());
        Assert.Equal(IncidentMesh.Sensors.SensorFormats.All.Select(one => one.Name).Order(StringComparer.Ordinal), progress.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("format").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync("/api/v1/clusters/alpha/replicas/shop/nobody", _admin)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync("/api/v1/clusters/alpha/replicas/shop/..%2F..", _admin)).StatusCode);
    }

    [Fact]
    public async Task A_dead_letter_is_listed_shown_corrected_and_sent_again()
    {
        await _gateway.IngestAsync(_gateway.Key(), "{\"rule\":\"good\"}\n{\"rule\":\n");
        var path = "/api/v1/clusters/alpha/dead-letters";
        var list = await (await _gateway.GetAsync(path, _admin)).JsonAsync();
        var id = list.GetProperty("items")[0].GetProperty("id").GetString();
        var letter = await (await _gateway.GetAsync($"{path}/{id}", _admin)).JsonAsync();

        var unchanged = await _gateway.PostAsync($"{path}/{id}/send-again", _admin, null);
        var corrected = await _gateway.PostAsync($"{path}/{id}/send-again", _admin, """{"rule":"mended"}""");

        Assert.Equal((1, "{\"rule\":"), (list.GetProperty("total").GetInt32(), letter.GetProperty("content").GetString()));
        Assert.False(list.GetProperty("items")[0].TryGetProperty("content", out var content) && content.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (unchanged.StatusCode, corrected.StatusCode));
        Assert.Equal(["{\"rule\":\"good\"}", "{\"rule\":\"mended\"}"], await _gateway.EventsAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync($"{path}/{id}", _admin)).StatusCode);
    }

    [Fact]
    public async Task A_cut_dead_letter_is_not_sent_again_as_it_is_and_can_be_given_up()
    {
        await _gateway.Grains.DeadLetters("alpha").AddAsync(
            [new() { Format = "falco", ReceivedAt = DateTimeOffset.UnixEpoch, Line = 1, Error = "x", Content = Encoding.UTF8.GetBytes("{}"), Cut = true }]);

        Assert.Equal(HttpStatusCode.Conflict, (await _gateway.PostAsync("/api/v1/clusters/alpha/dead-letters/000001/send-again", _admin, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _gateway.SendAsync(HttpMethod.Delete, "/api/v1/clusters/alpha/dead-letters/000001", _admin)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.SendAsync(HttpMethod.Delete, "/api/v1/clusters/alpha/dead-letters/000001", _admin)).StatusCode);
        Assert.Empty(await _gateway.EventsAsync());
    }

    [Fact]
    public async Task Outbox_dead_letters_are_listed_and_tried_again()
    {
        var list = await (await _gateway.GetAsync("/api/v1/outbox/dead-letters", _admin)).JsonAsync();
        var known = await _gateway.PostAsync("/api/v1/outbox/dead-letters/requeue", _admin, """{"owner":{"kind":"incident","id":"inc-a"},"effect":"plan-1/scale"}""");
        var unknown = await _gateway.PostAsync("/api/v1/outbox/dead-letters/requeue", _admin, """{"owner":{"kind":"incident","id":"inc-a"},"effect":"other"}""");

        Assert.Equal("kubernetes/scale-to-zero", list.GetProperty("items")[0].GetProperty("kind").GetString());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (known.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task The_audit_trail_is_followed_by_cursor_within_the_askers_clusters()
    {
        var viewer = _gateway.Grains.Access.Token(Role.Viewer, false, null, "v", "alpha");

        var first = await (await _gateway.GetAsync("/api/v1/audit?limit=3", viewer)).JsonAsync();
        var second = await (await _gateway.GetAsync($"/api/v1/audit?limit=3&cursor={first.GetProperty("nextCursor").GetString()}", viewer)).JsonAsync();
        var end = await (await _gateway.GetAsync($"/api/v1/audit?limit=3&cursor={second.GetProperty("nextCursor").GetString()}", viewer)).JsonAsync();
        var verdict = await (await _gateway.GetAsync("/api/v1/audit/verify", _admin)).JsonAsync();

        Assert.Equal([4, 5], second.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("position").GetInt64()));
        Assert.Equal(0, end.GetProperty("items").GetArrayLength());
        Assert.NotNull(end.GetProperty("nextCursor").GetString());
        Assert.All(_gateway.Grains.Audit.Asked, clusters => Assert.Equal(["alpha"], clusters!));
        Assert.True(verdict.GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task The_audit_trail_can_be_read_from_its_newest_record_back_to_its_first()
    {
        var positions = new List<long>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await (await _gateway.GetAsync($"/api/v1/audit?order=newest&limit=2&cursor={cursor}", _admin)).JsonAsync();
            positions.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("position").GetInt64()));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal([5, 4, 3, 2, 1], positions);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.GetAsync("/api/v1/audit?order=random", _admin)).StatusCode);
    }

    [Theory]
    [InlineData("alpah", null)]
    [InlineData("gamma", "alpha")]
    public async Task A_cluster_without_records_that_there_is_none_of_is_no_empty_trail(string cluster, string? scope)
    {
        var token = scope is null ? _admin : _gateway.Grains.Access.Token(Role.Viewer, false, null, "v", scope);

        var answer = await _gateway.GetAsync($"/api/v1/audit?cluster={cluster}", token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            $"There is no cluster '{cluster}', or it is not visible to you. Did you mean 'alpha'?",
            (await answer.JsonAsync()).GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.OK, (await _gateway.GetAsync("/api/v1/audit?cluster=alpha", token)).StatusCode);
    }
}
