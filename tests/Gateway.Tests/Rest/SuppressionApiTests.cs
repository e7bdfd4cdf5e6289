using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class SuppressionApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/clusters/alpha/suppressions";
    private GatewayUnderTest _gateway = null!;
    private string _alice = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _alice = _gateway.Grains.Access.Token(Role.Responder, person: true, null, "alice");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task One_is_added_shown_and_removed()
    {
        var added = await _gateway.PostAsync(Path, _alice, """{"reason":"builds","owner":"team-ci","expires":"2026-12-31","rule":"Package*","expression":"proc.name = apt"}""");
        var one = await added.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal($"{Path}/{one.GetProperty("id").GetString()}", added.Headers.Location?.ToString());
        Assert.Equal(("Package*", "proc.name = apt", "user:alice"),
            (one.GetProperty("rule").GetString(), one.GetProperty("expression").GetString(), one.GetProperty("createdBy").GetString()));
        Assert.Equal(0, (await (await _gateway.GetAsync(added.Headers.Location!.ToString(), _alice)).JsonAsync()).GetProperty("hidden").GetInt64());
        Assert.Equal(HttpStatusCode.NoContent, (await _gateway.SendAsync(HttpMethod.Delete, added.Headers.Location.ToString(), _alice)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.SendAsync(HttpMethod.Delete, added.Headers.Location.ToString(), _alice)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync(added.Headers.Location.ToString(), _alice)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_the_place_of_each_fault()
    {
        var answer = await _gateway.PostAsync(Path, _alice, """{"reason":"builds"}""");
        var problem = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("owner is missing. it would hide everything.", problem.GetProperty("detail").GetString());
        Assert.Equal(["#/owner", "#"], problem.GetProperty("errors").EnumerateArray().Select(one => one.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task No_room_is_a_conflict()
    {
        _gateway.Grains.Suppressions("alpha").Refusal = "There are 50.";

        var answer = await _gateway.PostAsync(Path, _alice, """{"reason":"r","owner":"o","expires":"2026-12-31","rule":"x"}""");

        Assert.Equal((HttpStatusCode.Conflict, "There are 50."), (answer.StatusCode, (await answer.JsonAsync()).GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task The_list_tells_what_each_hid()
    {
        _gateway.Grains.Suppressions("alpha").Add();

        var one = (await (await _gateway.GetAsync(Path, _alice)).JsonAsync()).GetProperty("items").EnumerateArray().Single();

        Assert.Equal((17, 1), (one.GetProperty("hidden").GetInt32(), one.GetProperty("shown").GetInt32()));
        Assert.Equal("1970-01-01T00:00:01Z", one.GetProperty("lastHit").GetString());
        Assert.Equal("shop/web: x", one.GetProperty("examples")[0].GetString());
    }

    [Fact]
    public async Task The_list_of_incidents_says_what_is_hidden_in_the_clusters_that_one_may_see()
    {
        Assert.Equal("null", await SuppressedAsync(_alice));
        _gateway.Grains.Suppressions("alpha").Add(TimeSpan.FromHours(20));
        _gateway.Grains.Suppressions("beta").Add();

        Assert.Equal("""{"signals":34,"suppressions":2,"expiringWithinADay":1}""", await SuppressedAsync(_alice));
        Assert.Equal("""{"signals":17,"suppressions":1,"expiringWithinADay":0}""", await SuppressedAsync(_gateway.Grains.Access.Token(Role.Viewer, true, null, "bob", "beta")));
        Assert.Equal("""{"signals":17,"suppressions":1,"expiringWithinADay":1}""", await SuppressedAsync(_alice, "?cluster=alpha"));
    }

    [Fact]
    public async Task What_forgotten_ones_hid_is_told_in_the_list_and_counted_beside_incidents()
    {
        Assert.Equal("null", (await (await _gateway.GetAsync(Path, _alice)).JsonAsync()).GetProperty("forgotten").GetRawText());
        _gateway.Grains.Suppressions("alpha").Add();
        _gateway.Grains.Suppressions("alpha").Forgotten = new(3, 20, 1);

        Assert.Equal(
            """{"suppressions":3,"hidden":20,"shown":1}""", (await (await _gateway.GetAsync(Path, _alice)).JsonAsync()).GetProperty("forgotten").GetRawText());
        Assert.Equal("""{"signals":37,"suppressions":4,"expiringWithinADay":0}""", await SuppressedAsync(_alice));
    }

    [Fact]
    public async Task Incidents_are_listed_also_where_nobody_can_tell_what_is_hidden()
    {
        _gateway.Grains.Fault = type => type == typeof(ISuppressionGrain) ? new StoreUnavailableException("down") : null;

        Assert.Equal("null", await SuppressedAsync(_alice));
    }

    private async Task<string> SuppressedAsync(string token, string query = "")
    {
        var answer = await _gateway.GetAsync("/api/v1/incidents" + query, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.JsonAsync()).GetProperty("suppressed").GetRawText();
    }
}
