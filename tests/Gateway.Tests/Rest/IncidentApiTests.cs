using System.Net;
using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class IncidentApiTests : IAsyncLifetime
{
    private const string Id = "inc-aaaaaaaaaaaa";
    private const string Path = $"/api/v1/incidents/{Id}";
    private GatewayUnderTest _gateway = null!;
    private string _alice = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:ReadTimeout"] = "00:00:00.5", ["Gateway:CommandTimeout"] = "00:00:00.5" });
        _gateway.Grains.Incidents.Add(Id, "alpha");
        _alice = _gateway.Grains.Access.Token(Role.Responder, person: true, name: "alice");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task An_incident_is_lower_camel_JSON_with_words_for_enums_times_in_UTC_and_its_version_as_ETag()
    {
        var answer = await _gateway.GetAsync(Path, _alice);

        var incident = await answer.JsonAsync();
        Assert.Equal("\"17\"", answer.Headers.ETag?.Tag);
        Assert.Equal("open", incident.GetProperty("state").GetString());
        Assert.Equal("critical", incident.GetProperty("severity").GetString());
        Assert.Equal("1970-01-01T00:00:00Z", incident.GetProperty("firstSeen").GetString());
        Assert.Equal("alpha/workload/shop/Deployment/web", incident.GetProperty("subject").GetProperty("key").GetString());
        Assert.Equal("proposed", incident.GetProperty("plan").GetProperty("status").GetString());
        Assert.Equal(3, incident.GetProperty("replicas")[0].GetProperty("signals").GetInt64());
    }

    [Fact]
    public async Task An_incident_shows_its_verdict_and_whose_it_is_and_in_lists_the_verdict()
    {
        _gateway.Grains.Incidents.All[Id] = _gateway.Grains.Incidents.All[Id] with { Verdict = new IncidentVerdict(Verdict.TruePositive, "user:bob", DateTimeOffset.UnixEpoch) };

        var incident = await (await _gateway.GetAsync(Path, _alice)).JsonAsync();
        var listed = (await (await _gateway.GetAsync("/api/v1/incidents", _alice)).JsonAsync()).GetProperty("items").EnumerateArray().Single(static one => one.GetProperty("id").GetString() == Id);

        Assert.Equal(("truePositive", "user:bob", "1970-01-01T00:00:00Z"),
            (incident.GetProperty("verdict").GetString(), incident.GetProperty("judgedBy").GetString(), incident.GetProperty("judgedAt").GetString()));
        Assert.Equal("truePositive", listed.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task If_None_Match_saves_reading_again()
    {
        var same = await _gateway.SendAsync(HttpMethod.Get, Path, _alice, null, ("If-None-Match", "W/\"3\", \"17\""));
        var other = await _gateway.SendAsync(HttpMethod.Get, Path, _alice, null, ("If-None-Match", "\"16\""));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData("\"17\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("\"16\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"17\"", HttpStatusCode.BadRequest)]
    [InlineData("17", HttpStatusCode.BadRequest)]
    [InlineData("\"17\", \"18\"", HttpStatusCode.BadRequest)]
    [InlineData("\"99999999999999999999\"", HttpStatusCode.BadRequest)]
    public async Task If_Match_decides_whether_a_command_is_carried_out(string? ifMatch, HttpStatusCode expected)
    {
        var answer = await _gateway.PostAsync($"{Path}/acknowledge", _alice, null, ifMatch is null ? [] : [("If-Match", ifMatch)]);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, _gateway.Grains.Incidents.Commands.Count);
        if (expected == HttpStatusCode.OK)
            Assert.Equal("\"18\"", answer.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Each_command_reaches_the_grain_with_its_words_and_its_asker()
    {
        _gateway.Grains.Incidents.Add("inc-bbbbbbbbbbbb", "alpha");
        foreach (var (path, body) in (IEnumerable<(string, string?)>)[
            ("acknowledge", null), ("assign", """{"assignee":"bob"}"""), ("assign", """{"assignee":null}"""), ("comments", """{"text":"hm"}"""),
            ("resolve", """{"reason":"done"}"""), ("resolve", """{"reason":"done","verdict":"falsePositive"}"""), ("close", null), ("verdict", """{"verdict":"benign","reason":"a drill"}"""), ("reopen", """{"reason":"again"}"""), ("merge", """{"into":"inc-bbbbbbbbbbbb"}"""),
            ("plan", """{"reason":"anew"}"""), ("plan/plan-1/approve", $$"""{"hash":"{{new string('a', 64)}}"}"""), ("plan/plan-1/reject", """{"reason":"no"}"""), ("plan/plan-1/undo", """{"reason":"over"}""")])
        {
            Assert.Equal(HttpStatusCode.OK, (await _gateway.PostAsync($"{Path}/{path}", _alice, body)).StatusCode);
        }

        Assert.Equal(
            [
                new IncidentCommand.Acknowledge(), new IncidentCommand.Assign("bob"), new IncidentCommand.Assign(null), new IncidentCommand.Comment("hm"),
                new IncidentCommand.Resolve("done"), new IncidentCommand.Resolve("done", Verdict.FalsePositive), new IncidentCommand.Close(), new IncidentCommand.Judge(Verdict.Benign, "a drill"), new IncidentCommand.Reopen("again"), new IncidentCommand.Merge("inc-bbbbbbbbbbbb"),
                new IncidentCommand.ProposePlan("anew"), new IncidentCommand.ApprovePlan("plan-1", new string('a', 64)), new IncidentCommand.RejectPlan("plan-1", "no"), new IncidentCommand.UndoPlan("plan-1", "over"),
            ],
            _gateway.Grains.Incidents.Commands.Select(one => one.Command));
        Assert.All(_gateway.Grains.Incidents.Commands, one => Assert.Equal("user:alice", one.Principal.Actor));
    }

    [Fact]
    public async Task A_viewer_and_a_service_approve_nothing()
    {
        var body = $$"""{"hash":"{{new string('a', 64)}}"}""";

        foreach (var token in (string[])[_gateway.Grains.Access.Token(Role.Viewer, person: true), _gateway.Grains.Access.Token(Role.Admin), _gateway.Key()])
            Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.PostAsync($"{Path}/plan/plan-1/approve", token, body)).StatusCode);
        Assert.Empty(_gateway.Grains.Incidents.Commands);
    }

    [Fact]
    public async Task Approving_a_plan_that_has_changed_is_409()
    {
        var answer = await _gateway.PostAsync($"{Path}/plan/plan-1/approve", _alice, $$"""{"hash":"{{new string('b', 64)}}"}""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("The plan has changed.", (await answer.JsonAsync()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_incident_is_merged_only_into_one_of_the_same_cluster_that_the_asker_may_see()
    {
        _gateway.Grains.Incidents.Add("inc-bbbbbbbbbbbb", "beta");

        foreach (var into in (string[])["inc-bbbbbbbbbbbb", "inc-cccccccccccc", Id, "nonsense"])
            Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync($"{Path}/merge", _alice, $$"""{"into":"{{into}}"}""")).StatusCode);
        Assert.Empty(_gateway.Grains.Incidents.Commands);
    }

    [Theory]
    [InlineData("comments", """{"text":""}""", "#/text")]
    [InlineData("comments", """{"text":"   "}""", "#/text")]
    [InlineData("comments", """{}""", "#/text")]
    [InlineData("comments", """{"text":"a","extra":1}""", "#/extra")]
    [InlineData("comments", """{"text":"a","text":"b"}""", "#/text")]
    [InlineData("comments", """{"text":7}""", "#/text")]
    [InlineData("comments", "{\"text\":\n\"a", "#/text")]
    [InlineData("resolve", """{"reason":null}""", "#/reason")]
    [InlineData("resolve", """{"reason":"done","verdict":"maybe"}""", "#/verdict")]
    [InlineData("resolve", """{"reason":"done","verdict":2}""", "#/verdict")]
    [InlineData("verdict", """{"reason":"done"}""", "#/verdict")]
    [InlineData("verdict", """{"verdict":"test"}""", "#/reason")]
    [InlineData("plan/plan-1/approve", """{"hash":"short"}""", "#/hash")]
    public async Task Bodies_with_faults_are_400_that_point_at_the_member(string path, string body, string member)
    {
        var answer = await _gateway.PostAsync($"{Path}/{path}", _alice, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.JsonAsync();
        Assert.Equal("urn:incidentmesh:problem:invalid-request", problem.GetProperty("type").GetString());
        Assert.Equal(member, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.DoesNotContain("IncidentMesh.Gateway", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    public async Task A_missing_body_is_400(string body, HttpStatusCode expected) =>
        Assert.Equal(expected, (await _gateway.PostAsync($"{Path}/comments", _alice, body)).StatusCode);

    [Fact]
    public async Task A_body_of_another_type_is_415_and_one_too_large_413()
    {
        var form = new FormUrlEncodedContent([new("text", "hello")]);
        var large = $$"""{"text":"{{new string('x', 2_000_000)}}"}""";

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _gateway.SendAsync(HttpMethod.Post, $"{Path}/comments", _alice, form)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _gateway.PostAsync($"{Path}/comments", _alice, large)).StatusCode);
    }

    [Fact]
    public async Task Raw_events_come_as_JSON_as_text_where_they_are_none_and_as_null_when_they_are_gone()
    {
        var page = await (await _gateway.GetAsync($"{Path}/events?limit=3", _alice)).JsonAsync();
        var next = await (await _gateway.GetAsync($"{Path}/events?limit=3&cursor={page.GetProperty("nextCursor").GetString()}", _alice)).JsonAsync();

        var items = page.GetProperty("items");
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("content").ValueKind);
        Assert.Equal("not json", items[1].GetProperty("content").GetString());
        Assert.Equal("2", items[2].GetProperty("content").GetProperty("rule").GetString());
        Assert.Equal("""{"half a pair":"\ud800"}""", next.GetProperty("items")[0].GetProperty("content").GetString());
        Assert.Equal("""{"\uDC00":"half a pair"}""", next.GetProperty("items")[1].GetProperty("content").GetString());
        Assert.Equal([3, 4], next.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("number").GetInt64()));
        var end = await (await _gateway.GetAsync($"{Path}/events?limit=3&cursor={next.GetProperty("nextCursor").GetString()}", _alice)).JsonAsync();
        Assert.Equal((0, JsonValueKind.Null), (end.GetProperty("items").GetArrayLength(), end.GetProperty("nextCursor").ValueKind));
    }

    [Fact]
    public async Task The_list_shows_only_visible_clusters_and_follows_its_cursor()
    {
        _gateway.Grains.Incidents.Add("inc-bbbbbbbbbbbb", "alpha", score: 90);
        _gateway.Grains.Incidents.Add("inc-cccccccccccc", "beta", score: 99);
        var scoped = _gateway.Grains.Access.Token(Role.Viewer, false, null, "v", "alpha");

        var first = await (await _gateway.GetAsync("/api/v1/incidents?limit=1", scoped)).JsonAsync();
        var second = await (await _gateway.GetAsync($"/api/v1/incidents?limit=1&cursor={first.GetProperty("nextCursor").GetString()}", scoped)).JsonAsync();

        Assert.Equal("inc-bbbbbbbbbbbb", first.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(Id, second.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.All(_gateway.Grains.Incidents.Queries, query => Assert.Equal(["alpha"], query.Clusters!));
    }

    [Theory]
    [InlineData("alpah", null, "There is no cluster 'alpah', or it is not visible to you. Did you mean 'alpha'?")]
    [InlineData("alpha&cluster=gamma", "alpha", "There is no cluster 'gamma', or it is not visible to you. Did you mean 'alpha'?")]
    [InlineData("beta", "alpha", "There is no cluster 'beta', or it is not visible to you. Did you mean 'alpha'?")]
    public async Task A_cluster_that_there_is_none_of_is_no_empty_list(string cluster, string? scope, string sentence)
    {
        var token = scope is null ? _alice : _gateway.Grains.Access.Token(Role.Viewer, false, null, "v", scope);

        var answer = await _gateway.GetAsync($"/api/v1/incidents?cluster={cluster}", token);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.StatusCode, (await answer.JsonAsync()).GetProperty("detail").GetString()));
        Assert.Empty(_gateway.Grains.Incidents.Queries);
    }

    [Fact]
    public async Task Filters_reach_the_list()
    {
        await _gateway.GetAsync("/api/v1/incidents?state=open&state=Contained&severity=high&subject=alpha/user/system:admin&verdict=falsePositive&limit=7", _alice);

        var query = Assert.Single(_gateway.Grains.Incidents.Queries);
        Assert.Equal([IncidentState.Open, IncidentState.Contained], query.States!);
        Assert.Equal((Contracts.Signals.Severity.High, "alpha/user/system:admin", Verdict.FalsePositive, 7, null), (query.MinimumSeverity, query.Subject, query.Verdict, query.Max, query.Clusters));
    }

    [Theory]
    [InlineData("state=sleeping")]
    [InlineData("state=0")]
    [InlineData("state=")]
    [InlineData("state=open,contained")]
    [InlineData("verdict=maybe")]
    [InlineData("verdict=falsePositive,benign")]
    [InlineData("severity=7")]
    [InlineData("severity=")]
    [InlineData("cluster=Not%20A%20Label")]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=many")]
    [InlineData("cursor=abc")]
    [InlineData("cursor=%00")]
    [InlineData("cursor=AAAAAAAAAAAAAAAA")]
    public async Task Wrong_parameters_are_400(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.GetAsync($"/api/v1/incidents?{query}", _alice)).StatusCode);

    [Fact]
    public async Task A_cursor_that_was_tampered_with_or_carried_elsewhere_is_400()
    {
        var page = await (await _gateway.GetAsync($"{Path}/timeline?limit=2", _alice)).JsonAsync();
        var cursor = page.GetProperty("nextCursor").GetString()!;
        _gateway.Grains.Incidents.Add("inc-bbbbbbbbbbbb", "alpha");

        Assert.Equal(HttpStatusCode.OK, (await _gateway.GetAsync($"{Path}/timeline?cursor={cursor}", _alice)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.GetAsync($"{Path}/events?cursor={cursor}", _alice)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.GetAsync($"/api/v1/incidents/inc-bbbbbbbbbbbb/timeline?cursor={cursor}", _alice)).StatusCode);
        for (var at = 0; at < cursor.Length; at++)
        {
            var other = cursor[..at] + (cursor[at] == 'x' ? 'y' : 'x') + cursor[(at + 1)..];
            Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.GetAsync($"{Path}/timeline?cursor={other}", _alice)).StatusCode);
        }
    }

    [Fact]
    public async Task A_command_without_an_answer_is_503_with_an_unknown_outcome_and_is_not_repeated()
    {
        var asked = 0;
        _gateway.Grains.Incidents.BeforeCommand = () =>
        {
            asked++;
            return Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        };

        var answer = await _gateway.PostAsync($"{Path}/acknowledge", _alice, null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True((await answer.JsonAsync()).GetProperty("outcomeUnknown").GetBoolean());
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_read_is_tried_again_and_then_503()
    {
        var tries = 0;
        _gateway.Grains.Fault = type => type == typeof(IIncidentGrain) && ++tries < 3 ? new TimeoutException() : null;
        Assert.Equal(HttpStatusCode.OK, (await _gateway.GetAsync(Path, _alice)).StatusCode);

        _gateway.Grains.Fault = type => type == typeof(IIncidentGrain) ? new StoreUnavailableException("down") : null;
        var answer = await _gateway.GetAsync(Path, _alice);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_defect_is_500_with_a_trace_id_and_nothing_of_the_inside()
    {
        _gateway.Grains.Fault = type => type == typeof(IIncidentGrain) ? new InvalidOperationException("the inside") : null;

        var answer = await _gateway.GetAsync(Path, _alice);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var problem = await answer.JsonAsync();
        Assert.DoesNotContain("inside", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("urn:incidentmesh:problem:internal", problem.GetProperty("type").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.Contains(_gateway.Lines.All, line => line.Contains("the inside", StringComparison.Ordinal));
    }
}
