using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Gateway.Tests.Access;

public sealed class CredentialTests
{
    [Theory]
    [InlineData("falco", 202)]
    [InlineData("kubernetes-audit", 403)]
    [InlineData("auto", 403)]
    public async Task A_key_for_one_format_opens_that_format_only(string route, int status)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        var answer = await gateway.IngestAsync(gateway.Key(format: "falco"), """{"rule":"x","output_fields":{}}""", route);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Events_of_another_sensor_do_not_slip_in_through_a_route_that_takes_lists_apart()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var falco = """{"time":"2026-03-01T12:00:00Z","rule":"Terminal shell in container","priority":"Notice","output":"x","output_fields":{}}""";

        var answer = await gateway.IngestAsync(gateway.Key(format: "kubescape"), falco, "kubescape");

        Assert.Equal((0, 1), ((await answer.JsonAsync()).GetProperty("accepted").GetInt32(), (await answer.JsonAsync()).GetProperty("rejected").GetInt32()));
        Assert.Empty(await gateway.EventsAsync());
        Assert.Contains("kubescape", Assert.Single(gateway.Grains.DeadLetters("alpha").All).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 403)]
    [InlineData(true, 201)]
    public async Task Only_a_person_makes_a_persons_token(bool person, int status)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var admin = gateway.Grains.Access.Token(Role.Admin, person: person);

        var made = await gateway.PostAsync("/api/v1/tokens", admin, """{"name":"mint","role":"responder","person":true}""");

        Assert.Equal(status, (int)made.StatusCode);
    }

    [Fact]
    public async Task A_key_for_a_format_that_does_not_exist_is_not_made()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var admin = gateway.Grains.Access.Token(Role.Admin, person: true);

        var made = await gateway.PostAsync("/api/v1/clusters/alpha/keys", admin, """{"name":"falco","format":"falcon"}""");

        Assert.Equal(HttpStatusCode.BadRequest, made.StatusCode);
        Assert.Contains("kubernetes-audit", await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_token_works_at_once_and_a_revoked_one_stops_within_seconds()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var key = gateway.Key();
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.IngestAsync(key, "{}")).StatusCode);

        await gateway.Grains.Access.RevokeAsync(FakeAccess.IdOf(key), "user:alice");

        var deadline = DateTime.UtcNow.AddSeconds(20);
        HttpResponseMessage answer;
        do
            answer = await gateway.IngestAsync(key, "{}");
        while (answer.StatusCode == HttpStatusCode.Accepted && DateTime.UtcNow < deadline);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("revoked", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_revoked_through_this_gateway_stops_at_once()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new() { ["Gateway:Access:RefreshEvery"] = "00:00:30" });
        var key = gateway.Key();
        var admin = gateway.Grains.Access.Token(Role.Admin);
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.IngestAsync(key, "{}")).StatusCode);

        var revoked = await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/clusters/alpha/keys/{FakeAccess.IdOf(key)}", admin);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.IngestAsync(key, "{}")).StatusCode);
    }

    [Fact]
    public async Task Two_keys_of_one_cluster_are_valid_at_once()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, (await gateway.IngestAsync(gateway.Key(), "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.IngestAsync(gateway.Key(), "{}")).StatusCode);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var token = gateway.Grains.Access.Token(Role.Viewer, expiresAt: DateTimeOffset.UtcNow.AddSeconds(-1));

        var answer = await gateway.GetAsync("/api/v1/whoami", token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task An_outage_of_the_access_grain_is_bridged_for_60_seconds_and_then_503()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await GatewayUnderTest.StartAsync(time: time);
        var key = gateway.Key();
        await WaitUntil.TrueAsync(() => gateway.Grains.Access.Reads > 0);
        time.Advance(TimeSpan.FromSeconds(2));
        await WaitUntil.TrueAsync(() => gateway.Grains.Access.Reads > 1);
        gateway.Grains.Access.Failure = new TimeoutException();

        time.Advance(TimeSpan.FromSeconds(50));
        var bridged = await gateway.IngestAsync(key, "{}");
        time.Advance(TimeSpan.FromSeconds(11));
        var refused = gateway.IngestAsync(key, "{}");
        var ready = gateway.GetAsync("/health/ready", null);
        while (!refused.IsCompleted)
        {
            // The refresh that the refused request waits for pauses a moment on this clock.
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(refused, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        Assert.Equal(HttpStatusCode.Accepted, bridged.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
        Assert.NotNull((await refused).Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ready).StatusCode);
    }

    [Fact]
    public async Task Floods_of_unknown_ids_do_not_flood_the_access_grain()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var before = gateway.Grains.Access.Reads;
        var start = DateTime.UtcNow;

        var unknown = Enumerable.Range(0, 200).Select(number => $"im_{number:D12}_{new string('a', 52)}");
        var answers = await Task.WhenAll(unknown.Select(token => gateway.GetAsync("/api/v1/whoami", token)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        var seconds = (DateTime.UtcNow - start).TotalSeconds;
        Assert.InRange(gateway.Grains.Access.Reads - before, 1, (int)(seconds * 5) + 3);
    }

    [Fact]
    public async Task Whoami_shows_the_principal()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        var me = await (await gateway.GetAsync("/api/v1/whoami", gateway.Grains.Access.Token(Role.Responder, true, null, "alice", "alpha"))).JsonAsync();

        Assert.Equal("""["alice","responder",true,["alpha"]]""",
            $"[\"{me.GetProperty("name")}\",\"{me.GetProperty("role")}\",{me.GetProperty("person").GetRawText()},{me.GetProperty("clusters").GetRawText()}]");
    }

    [Fact]
    public async Task A_made_key_is_shown_once_and_never_logged()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var admin = gateway.Grains.Access.Token(Role.Admin);

        var made = await gateway.PostAsync("/api/v1/clusters/alpha/keys", admin, """{"name":"falco prod","validForDays":90}""");
        var token = (await made.JsonAsync()).GetProperty("token").GetString()!;
        var listed = await gateway.GetAsync("/api/v1/clusters/alpha/keys", admin);
        var text = await listed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await gateway.IngestAsync(token, "{\"rule\":\"topsecretbody\"}")).StatusCode);
        Assert.Contains("falco prod", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token[16..], text, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Lines.All, line => line.Contains(token[16..], StringComparison.Ordinal) || line.Contains(admin[16..], StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Lines.All, line => line.Contains("topsecretbody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_admin_of_some_clusters_makes_no_wider_token()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var admin = gateway.Grains.Access.Token(Role.Admin, false, null, "a", "alpha");
        var wide = FakeAccess.IdOf(gateway.Grains.Access.Token(Role.Viewer));

        Assert.Equal(HttpStatusCode.Forbidden, (await gateway.PostAsync("/api/v1/tokens", admin, """{"name":"n","role":"viewer"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await gateway.PostAsync("/api/v1/tokens", admin, """{"name":"n","role":"viewer","clusters":["alpha","beta"]}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await gateway.PostAsync("/api/v1/tokens", admin, """{"name":"n","role":"viewer","clusters":["alpha"]}""")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/api/v1/tokens", admin, """{"name":"n","role":"ingest","clusters":["alpha"]}""")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{wide}", admin)).StatusCode);
    }
}
