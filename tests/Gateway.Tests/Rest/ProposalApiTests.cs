using System.Net;
using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class ProposalApiTests : IAsyncLifetime
{
    private const string Id = "inc-aaaaaaaaaaaa";
    private const string Path = $"/api/v1/incidents/{Id}/plan";
    private GatewayUnderTest _gateway = null!;
    private string _alice = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _gateway.Grains.Incidents.Add(Id, "alpha");
        _alice = _gateway.Grains.Access.Token(Role.Responder, person: true, name: "alice");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(ActionNames.Quarantine)]
    [InlineData(ActionNames.DeletePods)]
    public async Task Action_and_pods_reach_the_grain_each_pod_once(string action)
    {
        var answer = await _gateway.PostAsync(Path, _alice, $$"""{"reason":"less","action":"{{action}}","pods":["web-1","web-2","web-1"]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var command = Assert.IsType<IncidentCommand.ProposePlan>(Assert.Single(_gateway.Grains.Incidents.Commands).Command);
        Assert.Equal(("less", action), (command.Reason, command.Action));
        Assert.Equal(["web-1", "web-2"], command.Pods!);
    }

    [Theory]
    [InlineData("""{"reason":"a","action":"restart"}""", "#/action")]
    [InlineData("""{"reason":"a","action":"quarantine","pods":["shop/web-1"]}""", "#/pods")]
    [InlineData("""{"reason":"a","action":"quarantine","pods":[null]}""", "#/pods")]
    [InlineData("""{"reason":"a","action":"quarantine","pods":"web-1"}""", "#/pods")]
    [InlineData("""{"reason":"a","action":"scale-to-zero","pods":["web-1"]}""", "#/pods")]
    [InlineData("""{"reason":"a","pods":["web-1"]}""", "#/pods")]
    [InlineData("""{"action":"quarantine"}""", "#/reason")]
    public async Task What_cannot_be_proposed_is_400_and_points_at_the_member(string body, string member) => await RefusedAsync(body, member);

    [Fact]
    public async Task More_pods_than_evidence_is_taken_of_are_refused() =>
        await RefusedAsync(JsonSerializer.Serialize(new { reason = "a", action = "quarantine", pods = Enumerable.Range(0, 21).Select(static pod => $"web-{pod}") }), "#/pods");

    private async Task RefusedAsync(string body, string member)
    {
        var answer = await _gateway.PostAsync(Path, _alice, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(member, (await answer.JsonAsync()).GetProperty("errors")[0].GetProperty("pointer").GetString(), StringComparison.Ordinal);
        Assert.Empty(_gateway.Grains.Incidents.Commands);
    }
}
