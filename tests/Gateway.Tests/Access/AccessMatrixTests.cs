using System.Net;
using System.Text;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Gateway.Tests.Access;

/// <summary>Every mapped route with every role and scope. A new route is in here without anybody's doing.</summary>
public sealed class AccessMatrixTests : IAsyncLifetime
{
    private const string Incident = "inc-aaaaaaaaaaaa";
    private static readonly string[] Open = ["/health/startup", "/health/ready", "/health/live", "/openapi/v1.json"];
    private GatewayUnderTest _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _gateway.Grains.Incidents.Add(Incident, "alpha");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public void Every_route_says_who_may_use_it()
    {
        foreach (var route in Routes(_gateway))
        {
            if (Open.Contains(route.RoutePattern.RawText))
                Assert.NotNull(route.Metadata.GetMetadata<IAllowAnonymous>());
            else
                Assert.True(route.Metadata.GetMetadata<RouteAccess>() is not null, $"{route.DisplayName} is open to nobody knows whom.");
        }

        Assert.True(Routes(_gateway).Count() > 40);
    }

    [Fact]
    public async Task Every_route_answers_each_role_and_scope_as_it_declares()
    {
        var callers = (
            from role in Enum.GetValues<Role>()
            from person in (bool[])[true, false]
            from scope in (string?[])[null, "alpha", "beta"]
            where role != Role.Ingest || (scope is not null && !person)
            select (Role: role, Person: person, Scope: scope, Token: _gateway.Grains.Access.Token(role, person, clusters: scope is null ? [] : [scope])))
            .ToList();
        var faults = new List<string>();
        foreach (var route in Routes(_gateway).Where(route => !Open.Contains(route.RoutePattern.RawText)))
        {
            var access = route.Metadata.GetMetadata<RouteAccess>()!;
            var method = new HttpMethod(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single());
            await CheckAsync("nobody", null, null, HttpStatusCode.Unauthorized);
            await CheckAsync("wrong secret", callers[^1].Token[..60] + "aaaaaaaa", null, HttpStatusCode.Unauthorized);
            foreach (var (role, person, scope, token) in callers)
                await CheckAsync($"{role} {(person ? "person" : "service")} of {scope ?? "all"}", token, scope, Expected(access, role, person, scope));

            async Task CheckAsync(string who, string? token, string? scope, HttpStatusCode? expected)
            {
                var status = (await SendAsync(route, method, token, scope)).StatusCode;
                var right = expected is { } one
                    ? status == one
                    : status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound) && (int)status < 500;
                if (!right)
                    faults.Add($"{method} {route.RoutePattern.RawText} by {who}: {(int)status} instead of {expected?.ToString() ?? "being let in"}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_route_without_a_policy_is_closed_even_to_admins()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(more: app => app.MapGet("/forgotten", () => "secret"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.GetAsync("/forgotten", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await gateway.GetAsync("/forgotten", gateway.Grains.Access.Token(Role.Admin, person: true))).StatusCode);
    }

    [Fact]
    public async Task An_object_of_an_invisible_cluster_is_answered_like_one_that_does_not_exist()
    {
        var token = _gateway.Grains.Access.Token(Role.Admin, true, null, "alice", "beta");

        foreach (var (hidden, missing) in (IEnumerable<(string, string)>)[
            ($"/api/v1/incidents/{Incident}", "/api/v1/incidents/inc-bbbbbbbbbbbb"),
            ("/api/v1/clusters/alpha", "/api/v1/clusters/gamma"),
            ("/api/v1/clusters/alpha/keys", "/api/v1/clusters/gamma/keys")])
        {
            var one = await _gateway.GetAsync(hidden, token);
            var other = await _gateway.GetAsync(missing, token);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (one.StatusCode, other.StatusCode));
            Assert.Equal((await one.JsonAsync()).GetProperty("detail").GetString(), (await other.JsonAsync()).GetProperty("detail").GetString());
        }
    }

    private static HttpStatusCode? Expected(RouteAccess access, Role role, bool person, string? scope)
    {
        var roleFits = access.Minimum == Role.Ingest ? role == Role.Ingest : role != Role.Ingest && role >= access.Minimum;
        if (!roleFits || (access.PersonsOnly && !person) || (access.Scope == RouteScope.AllClusters && scope is not null))
            return HttpStatusCode.Forbidden;
        return access.Scope == RouteScope.Cluster && scope == "beta" ? HttpStatusCode.NotFound : null;
    }

    private static IEnumerable<RouteEndpoint> Routes(GatewayUnderTest gateway) =>
        gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private async Task<HttpResponseMessage> SendAsync(RouteEndpoint route, HttpMethod method, string? token, string? scope)
    {
        // Ids of things that exist, so that 404 can only mean "not visible"; those that a call removes are made anew.
        var path = route.RoutePattern.RawText!.TrimEnd('/')
            .Replace("{cluster}", "alpha", StringComparison.Ordinal)
            .Replace("{planId}", "plan-1", StringComparison.Ordinal)
            .Replace("{format}", "falco", StringComparison.Ordinal)
            .Replace("{namespace}", "shop", StringComparison.Ordinal)
            .Replace("posture/shop/{kind}/{name}", "posture/shop/deployment/web", StringComparison.Ordinal)
            .Replace("comparisons/shop/{kind}/{name}", "comparisons/shop/Deployment/web", StringComparison.Ordinal)
            .Replace("{kind}/{name}", "ClusterRole/system:node", StringComparison.Ordinal)
            .Replace("{number}", "1", StringComparison.Ordinal)
            .Replace("{kind}", "NetworkPolicy", StringComparison.Ordinal)
            .Replace("{name}", "a", StringComparison.Ordinal)
            .Replace("{pod}", "web-1", StringComparison.Ordinal)
            .Replace("{expectationId}", _gateway.Grains.Comparison("alpha/shop/Deployment/web").Add(), StringComparison.Ordinal)
            .Replace("{suppressionId}", _gateway.Grains.Suppressions("alpha").Add(), StringComparison.Ordinal)
            .Replace("{keyId}", FakeAccess.IdOf(_gateway.Key()), StringComparison.Ordinal)
            .Replace("{tokenId}", FakeAccess.IdOf(_gateway.Grains.Access.Token(Role.Viewer, false, null, "x", scope is null ? [] : [scope])), StringComparison.Ordinal);
        if (path.Contains("/dead-letters/{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", await LetterAsync(), StringComparison.Ordinal);
        path = path.Replace("{id}", Incident, StringComparison.Ordinal);
        using var body = method == HttpMethod.Post ? new StringContent(BodyOf(path), Encoding.UTF8, "application/json") : null;
        return await _gateway.SendAsync(method, path, token, body);
    }

    private static string BodyOf(string path) => path switch
    {
        _ when path.Contains("/ingest/", StringComparison.Ordinal) => """{"rule":"x"}""",
        _ when path.EndsWith("/replay", StringComparison.Ordinal) => """{"rule":"Shell"}""",
        _ when path.EndsWith("/assign", StringComparison.Ordinal) => """{"assignee":"alice"}""",
        _ when path.EndsWith("/comments", StringComparison.Ordinal) => """{"text":"hello"}""",
        _ when path.EndsWith("/verdict", StringComparison.Ordinal) => """{"verdict":"benign","reason":"because"}""",
        _ when path.EndsWith("/approve", StringComparison.Ordinal) => $$"""{"hash":"{{new string('a', 64)}}"}""",
        _ when path.EndsWith("/merge", StringComparison.Ordinal) => """{"into":"inc-cccccccccccc"}""",
        _ when path.EndsWith("/keys", StringComparison.Ordinal) => """{"name":"n"}""",
        _ when path.EndsWith("/tokens", StringComparison.Ordinal) => """{"name":"n"}""",
        _ when path.EndsWith("/clusters", StringComparison.Ordinal) => """{"id":"Not A Label"}""",
        _ when path.EndsWith("/requeue", StringComparison.Ordinal) => """{"owner":{"kind":"incident","id":"inc-a"},"effect":"plan-1/scale"}""",
        _ when path.EndsWith("/send-again", StringComparison.Ordinal) => "{}",
        _ => """{"reason":"because"}""",
    };

    private async Task<string> LetterAsync()
    {
        var letters = _gateway.Grains.DeadLetters("alpha");
        await letters.AddAsync([new() { Format = "falco", ReceivedAt = DateTimeOffset.UnixEpoch, Line = 1, Error = "x", Content = [1] }]);
        return letters.All[^1].Id;
    }
}
