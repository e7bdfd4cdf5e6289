using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class InventoryApiTests : IAsyncLifetime
{
    private GatewayUnderTest _gateway = null!;
    private string _viewer = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _viewer = _gateway.Grains.Access.Token(Role.Viewer, person: true);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Kinds_are_shown_with_the_age_of_what_is_known_and_why_it_grows_old()
    {
        var kinds = await (await _gateway.GetAsync("/api/v1/clusters/alpha/inventory", _viewer)).JsonAsync();

        var policies = kinds.GetProperty("items")[0];
        Assert.Equal(
            ("NetworkPolicy", "unreadable", "it may not", 3, "1970-01-01T00:00:00Z"),
            (policies.GetProperty("kind").GetString(), policies.GetProperty("state").GetString(), policies.GetProperty("note").GetString(),
                policies.GetProperty("objects").GetInt32(), policies.GetProperty("asOf").GetString()));
    }

    [Fact]
    public async Task Objects_come_by_pages_in_the_form_of_their_API()
    {
        const string path = "/api/v1/clusters/alpha/inventory/NetworkPolicy";

        var first = await (await _gateway.GetAsync($"{path}?limit=2", _viewer)).JsonAsync();
        var cursor = first.GetProperty("nextCursor").GetString();
        var second = await (await _gateway.GetAsync($"{path}?limit=2&cursor={cursor}", _viewer)).JsonAsync();

        Assert.Equal(["shop/a", "shop/b"], Names(first));
        Assert.Equal(["web/a"], Names(second));
        Assert.Null(second.GetProperty("nextCursor").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.GetAsync($"{path}?namespace=shop&cursor={cursor}", _viewer)).StatusCode);
        Assert.Equal(["web/a"], Names(await (await _gateway.GetAsync($"{path}?namespace=web", _viewer)).JsonAsync()));

        static IEnumerable<string> Names(System.Text.Json.JsonElement list) => list.GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("metadata").GetProperty("namespace").GetString()}/{item.GetProperty("metadata").GetProperty("name").GetString()}");
    }

    [Fact]
    public async Task What_surrounds_a_workload_is_shown_as_the_watching_silo_tells_it()
    {
        var review = await (await _gateway.GetAsync("/api/v1/clusters/alpha/posture/shop/deployment/web", _viewer)).JsonAsync();

        Assert.Equal(("shop/Deployment/web", "internet"), (review.GetProperty("workload").GetString(), review.GetProperty("exposure").GetProperty("level").GetString()));
    }

    [Fact]
    public async Task Vulnerabilities_are_ranked_for_a_namespace_and_up_to_a_limit()
    {
        var ranked = await (await _gateway.GetAsync("/api/v1/clusters/alpha/vulnerabilities?namespace=shop&limit=7", _viewer)).JsonAsync();

        Assert.Equal((7, "shop"), (ranked.GetProperty("total").GetInt32(), ranked.GetProperty("vulnerabilities")[0].GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("alpha/vulnerabilities?limit=501", HttpStatusCode.BadRequest)]
    [InlineData("beta/vulnerabilities", HttpStatusCode.ServiceUnavailable)]
    [InlineData("alpha/posture/shop/deployment/none", HttpStatusCode.NotFound)]
    [InlineData("alpha/posture/Shop/deployment/web", HttpStatusCode.NotFound)]
    [InlineData("alpha/posture/shop/%20/web", HttpStatusCode.NotFound)]
    [InlineData("alpha/posture/young/deployment/web", HttpStatusCode.ServiceUnavailable)]
    [InlineData("beta/posture/shop/deployment/web", HttpStatusCode.ServiceUnavailable)]
    [InlineData("alpha/inventory/NetworkPolicy/shop/a", HttpStatusCode.OK)]
    [InlineData("alpha/inventory/ClusterRole/system:node", HttpStatusCode.OK)]
    [InlineData("alpha/inventory/NetworkPolicy/shop/z", HttpStatusCode.NotFound)]
    [InlineData("alpha/inventory/NetworkPolicy/a", HttpStatusCode.NotFound)]
    [InlineData("alpha/inventory/Secret/shop/a", HttpStatusCode.NotFound)]
    [InlineData("alpha/inventory/Secret", HttpStatusCode.NotFound)]
    [InlineData("alpha/inventory/%20", HttpStatusCode.NotFound)]
    [InlineData("beta/inventory", HttpStatusCode.ServiceUnavailable)]
    [InlineData("beta/inventory/NetworkPolicy", HttpStatusCode.ServiceUnavailable)]
    [InlineData("beta/inventory/NetworkPolicy/shop/a", HttpStatusCode.ServiceUnavailable)]
    public async Task What_is_there_is_shown_and_what_is_not_is_said(string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await _gateway.GetAsync($"/api/v1/clusters/{path}", _viewer)).StatusCode);
}
