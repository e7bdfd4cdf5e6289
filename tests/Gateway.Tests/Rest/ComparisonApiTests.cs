using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class ComparisonApiTests : IAsyncLifetime
{
    private const string Key = "alpha/shop/Deployment/web";
    private const string Path = "/api/v1/clusters/alpha/comparisons/shop/Deployment/web";

    private static readonly Deviation Deviation = new()
    {
        Kind = "replica",
        Workload = Key,
        Replica = "web-7",
        Since = DateTimeOffset.UnixEpoch,
        Window = DateTimeOffset.UnixEpoch.AddMinutes(1),
        EValue = 1e6,
        Score = 57.5,
        Evidence = [new DeviationEvidence("exec|/usr/bin/curl", 7, 180, 0, 11, 144_000, 5e5)],
        Sentence = "web-7 ran curl.",
    };

    private GatewayUnderTest _gateway = null!;
    private string _alice = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _alice = _gateway.Grains.Access.Token(Role.Responder, person: true, null, "alice");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_comparison_shows_what_it_found_with_the_numbers_of_both_sides()
    {
        _gateway.Grains.Comparison(Key).Deviations = [Deviation with { Verdict = Verdict.FalsePositive }];

        var one = await (await _gateway.GetAsync(Path, _alice)).JsonAsync();

        Assert.Equal((60, 3, 2, 1), (one.GetProperty("windows").GetInt32(), one.GetProperty("late").GetInt32(), one.GetProperty("untold").GetInt32(), one.GetProperty("falseAlarmsPerQuarter").GetInt32()));
        Assert.Equal("""{"told":3,"falseAlarms":1,"unjudged":1}""", one.GetProperty("lastQuarter").GetRawText());
        Assert.Equal("falsePositive", one.GetProperty("deviations")[0].GetProperty("verdict").GetString());
        var evidence = one.GetProperty("deviations")[0].GetProperty("evidence")[0];
        Assert.Equal(("exec|/usr/bin/curl", 7, """{"count":0,"replicas":11,"seconds":144000}"""),
            (evidence.GetProperty("feature").GetString(), evidence.GetProperty("count").GetInt32(), evidence.GetProperty("peers").GetRawText()));
    }

    [Fact]
    public async Task An_incident_shows_what_replicas_do_otherwise()
    {
        var incident = _gateway.Grains.Incidents.Add("inc-cccccccccccc", "alpha");
        _gateway.Grains.Incidents.All[incident.Id] = incident with { Deviations = [Deviation] };

        var shown = (await (await _gateway.GetAsync($"/api/v1/incidents/{incident.Id}", _alice)).JsonAsync()).GetProperty("deviations")[0];

        Assert.Equal(("web-7", "web-7 ran curl.", 1e6), (shown.GetProperty("replica").GetString(), shown.GetProperty("sentence").GetString(), shown.GetProperty("eValue").GetDouble()));
    }

    [Fact]
    public async Task An_expectation_is_added_shown_and_removed()
    {
        var added = await _gateway.PostAsync($"{Path}/expectations", _alice, """{"feature":"exec|/usr/bin/curl","replica":"web-7","reason":"canary","expires":"2026-12-31"}""");
        var one = await added.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(("exec|/usr/bin/curl", "web-7", "user:alice"), (one.GetProperty("feature").GetString(), one.GetProperty("replica").GetString(), one.GetProperty("createdBy").GetString()));
        Assert.Equal($"{Path}/expectations/{one.GetProperty("id").GetString()}", added.Headers.Location?.ToString());
        Assert.Single((await (await _gateway.GetAsync(Path, _alice)).JsonAsync()).GetProperty("expectations").EnumerateArray());
        Assert.Equal(HttpStatusCode.NoContent, (await _gateway.SendAsync(HttpMethod.Delete, added.Headers.Location!.ToString(), _alice)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.SendAsync(HttpMethod.Delete, added.Headers.Location.ToString(), _alice)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place_and_what_has_no_room_is_a_conflict()
    {
        var wrong = await _gateway.PostAsync($"{Path}/expectations", _alice, """{"reason":"canary"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "#/feature"), (wrong.StatusCode, (await wrong.JsonAsync()).GetProperty("errors")[0].GetProperty("pointer").GetString()));

        _gateway.Grains.Comparison(Key).Refusal = "There are 50.";
        var full = await _gateway.PostAsync($"{Path}/expectations", _alice, """{"feature":"exec|x","reason":"r","expires":"2026-12-31"}""");
        Assert.Equal((HttpStatusCode.Conflict, "There are 50."), (full.StatusCode, (await full.JsonAsync()).GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/clusters/alpha/comparisons/shop/deployment/web")]
    [InlineData("/api/v1/clusters/alpha/comparisons/Shop/Deployment/web")]
    [InlineData("/api/v1/clusters/alpha/comparisons/shop/Deployment/we_b")]
    public async Task A_name_that_names_nothing_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync(path, _alice)).StatusCode);

    [Fact]
    public async Task A_workload_of_which_nothing_was_seen_is_not_found()
    {
        _gateway.Grains.Comparison(Key).IsKnown = false;

        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync(Path, _alice)).StatusCode);
    }
}
