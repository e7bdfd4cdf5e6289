using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class HaltApiTests : IAsyncLifetime
{
    private const string Reason = """{"reason":"it contains the wrong things"}""";

    private GatewayUnderTest _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/clusters/alpha/halt", "alpha")]
    [InlineData("/api/v1/halts/everywhere", null)]
    public async Task Whoever_works_on_incidents_halts_and_an_administrator_lifts(string path, string? cluster)
    {
        var responder = _gateway.Grains.Access.Token(Role.Responder, person: true);
        var admin = _gateway.Grains.Access.Token(Role.Admin, person: true);

        var halted = await _gateway.PostAsync(path, responder, Reason);
        var listed = (await (await _gateway.GetAsync("/api/v1/halts", responder)).JsonAsync()).GetProperty("items").EnumerateArray().Single();
        var health = await (await _gateway.GetAsync("/health/ready", null)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var early = await _gateway.PostAsync($"{path}/lift", responder, Reason);
        var lifted = await _gateway.PostAsync($"{path}/lift", admin, Reason);
        var again = await _gateway.PostAsync($"{path}/lift", admin, Reason);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK],
            [halted.StatusCode, early.StatusCode, lifted.StatusCode, again.StatusCode]);
        Assert.Equal("Degraded", health);
        Assert.Equal((cluster, "it contains the wrong things"), (listed.GetProperty("cluster").GetString(), listed.GetProperty("reason").GetString()));
        Assert.Empty((await lifted.JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Neither_a_service_nor_a_person_of_one_cluster_halts_every_cluster_and_a_halt_needs_a_reason()
    {
        var service = _gateway.Grains.Access.Token(Role.Admin);
        var person = _gateway.Grains.Access.Token(Role.Admin, person: true);

        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.PostAsync("/api/v1/halts/everywhere", service, Reason)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.PostAsync("/api/v1/clusters/alpha/halt", service, Reason)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _gateway.PostAsync("/api/v1/halts/everywhere", person, """{"reason":" "}""")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.PostAsync("/api/v1/clusters/gamma/halt", person, Reason)).StatusCode);
    }
}
