using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Id = "inc-aaaaaaaaaaaa";
    private const string Comments = $"/api/v1/incidents/{Id}/comments";
    private const string Body = """{"text":"hm"}""";
    private GatewayUnderTest _gateway = null!;
    private string _alice = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:CommandTimeout"] = "00:00:00.5" });
        _gateway.Grains.Incidents.Add(Id, "alpha");
        _alice = _gateway.Grains.Access.Token(Role.Admin, person: true);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_same_request_with_the_same_key_is_carried_out_once_and_answered_the_same()
    {
        var first = await PostAsync(Comments, Body, "k1");
        var second = await PostAsync(Comments, Body, "k1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(await TextAsync(first), await TextAsync(second));
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Single(_gateway.Grains.Incidents.Commands);
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_422_and_another_principal_has_keys_of_its_own()
    {
        await PostAsync(Comments, Body, "k1");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(Comments, """{"text":"other"}""", "k1")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync($"/api/v1/incidents/{Id}/close", null, "k1")).StatusCode);
        var bob = _gateway.Grains.Access.Token(Role.Responder);
        Assert.Equal(HttpStatusCode.OK, (await _gateway.PostAsync(Comments, bob, Body, ("Idempotency-Key", "k1"))).StatusCode);
    }

    [Fact]
    public async Task A_refusal_is_remembered_too()
    {
        var first = await PostAsync($"/api/v1/incidents/{Id}/plan/plan-1/approve", $$"""{"hash":"{{new string('b', 64)}}"}""", "k1");
        var second = await PostAsync($"/api/v1/incidents/{Id}/plan/plan-1/approve", $$"""{"hash":"{{new string('b', 64)}}"}""", "k1");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
    }

    [Fact]
    public async Task A_made_key_is_not_kept_and_its_repetition_is_409_that_says_so()
    {
        var first = await PostAsync("/api/v1/clusters/alpha/keys", """{"name":"n"}""", "k1");
        var made = await first.JsonAsync();
        var second = await PostAsync("/api/v1/clusters/alpha/keys", """{"name":"n"}""", "k1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        var problem = await second.JsonAsync();
        Assert.Equal("urn:incidentmesh:problem:secret-not-kept", problem.GetProperty("type").GetString());
        Assert.Equal(made.GetProperty("id").GetString(), problem.GetProperty("credentialId").GetString());
        Assert.DoesNotContain(made.GetProperty("token").GetString()![16..], problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_outcome_nobody_knows_keeps_its_key_taken()
    {
        _gateway.Grains.Incidents.BeforeCommand = () => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        var unknown = await PostAsync(Comments, Body, "k1");
        _gateway.Grains.Incidents.BeforeCommand = null;

        var again = await PostAsync(Comments, Body, "k1");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Conflict), (unknown.StatusCode, again.StatusCode));
        Assert.Empty(_gateway.Grains.Incidents.Commands);
    }

    [Fact]
    public async Task A_request_that_was_not_taken_gives_its_key_back()
    {
        _gateway.Grains.Fault = type => type == typeof(Contracts.Incidents.IIncidentGrain) ? new TimeoutException() : null;
        var refused = await PostAsync(Comments, Body, "k1");
        _gateway.Grains.Fault = null;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Comments, Body, "k1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Comments, "{", "k2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Comments, Body, "k2")).StatusCode);
    }

    [Theory]
    [InlineData("with blank")]
    public async Task Keys_of_another_form_are_400(string key) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Comments, Body, key)).StatusCode);

    [Fact]
    public async Task A_key_that_is_too_long_is_400() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Comments, Body, new string('k', 129))).StatusCode);

    private Task<HttpResponseMessage> PostAsync(string path, string? body, string key) =>
        _gateway.PostAsync(path, _alice, body, ("Idempotency-Key", key));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
