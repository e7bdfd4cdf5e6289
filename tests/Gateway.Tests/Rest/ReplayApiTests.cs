using System.Net;
using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Replay;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class ReplayApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/clusters/alpha/replay";

    private GatewayUnderTest _gateway = null!;
    private string _viewer = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _viewer = _gateway.Grains.Access.Token(Role.Viewer, person: true);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_part_is_answered_with_a_cursor_and_the_next_goes_on_within_the_same_span()
    {
        var first = await (await _gateway.PostAsync(Path, _viewer, """{"rule":"Shell","hours":2}""")).JsonAsync();
        var cursor = first.GetProperty("nextCursor").GetString();
        var second = await (await _gateway.PostAsync(Path, _viewer, $$"""{"rule":"Shell","hours":2,"cursor":"{{cursor}}"}""")).JsonAsync();

        var rule = first.GetProperty("rules")[0];
        Assert.Equal(("Shell", 1), (rule.GetProperty("rule").GetString(), rule.GetProperty("count").GetInt32()));
        Assert.Equal(["user mira", "user jonas"], rule.GetProperty("subjects").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("alpha/kubernetes-audit", rule.GetProperty("examples")[0].GetProperty("partition").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        var asked = _gateway.Grains.Replay("alpha").Asked.ToList();
        Assert.Equal(TimeSpan.FromHours(2), asked[0].Until - asked[0].Since);
        Assert.Equal((asked[0].Since, asked[0].Until), (asked[1].Since, asked[1].Until));
        Assert.Equal(new ReplayCursor("kubernetes-audit", 4712, 5), asked[1].Cursor);
    }

    [Fact]
    public async Task A_cursor_is_good_for_the_same_rules_hours_and_cluster_only()
    {
        var cursor = (await (await _gateway.PostAsync(Path, _viewer, """{"rules":"- rule: Shell"}""")).JsonAsync()).GetProperty("nextCursor").GetString();

        foreach (var (path, body) in (IEnumerable<(string, string)>)[
            (Path, $$"""{"rules":"- rule: Shel","cursor":"{{cursor}}"}"""),
            (Path, $$"""{"rules":"- rule: Shell","rule":"Shell","cursor":"{{cursor}}"}"""),
            (Path, $$"""{"rules":"- rule: Shell","hours":25,"cursor":"{{cursor}}"}"""),
            (Path.Replace("alpha", "beta", StringComparison.Ordinal), $$"""{"rules":"- rule: Shell","cursor":"{{cursor}}"}"""),
            (Path, """{"rules":"- rule: Shell","cursor":"AAAA"}""")])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync(path, _viewer, body)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await _gateway.PostAsync(Path, _viewer, $$"""{"rules":"- rule: Shell","hours":24,"cursor":"{{cursor}}"}""")).StatusCode);
    }

    [Fact]
    public async Task Faults_of_the_rules_name_their_lines()
    {
        _gateway.Grains.Replay("alpha").Faults = [new ReplayFault("there is no field ka.vreb", 4, 14)];

        var answer = await _gateway.PostAsync(Path, _viewer, """{"rules":"- rule: Shell"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = Assert.Single((await answer.JsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal((4, "column 14: there is no field ka.vreb"), (error.GetProperty("line").GetInt32(), error.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rule":""}""")]
    [InlineData("""{"rule":"Shell","hours":0}""")]
    [InlineData("""{"rule":"Shell","hours":721}""")]
    [InlineData("""{"rule":"Shell","since":"yesterday"}""")]
    public async Task What_cannot_be_meant_asks_no_grain(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync(Path, _viewer, body)).StatusCode);
        Assert.Empty(_gateway.Grains.Replay("alpha").Asked);
    }

    [Fact]
    public async Task Rules_over_the_limit_ask_no_grain()
    {
        var body = JsonSerializer.Serialize(new { rules = new string('x', ReplayRequest.LongestRules + 1) });

        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync(Path, _viewer, body)).StatusCode);
        Assert.Empty(_gateway.Grains.Replay("alpha").Asked);
    }
}
