using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Tests.Http;

public sealed class SurfaceTests
{
    [Fact]
    public async Task Probes_need_no_token_and_say_one_word()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await WaitUntil.TrueAsync(() => gateway.Grains.Access.Reads > 0);

        foreach (var probe in (string[])["startup", "ready", "live"])
        {
            var answer = await gateway.GetAsync($"/health/{probe}", null);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Every_answer_has_security_headers_and_none_names_the_server()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var token = gateway.Grains.Access.Token(Role.Viewer);
        gateway.Grains.Fault = type => type == typeof(Contracts.Clusters.IClusterRegistryGrain) ? new InvalidOperationException() : null;

        foreach (var path in (string[])["/api/v1/whoami", "/api/v1/clusters", "/nowhere", "/health/live", "/openapi/v1.json"])
        {
            var answer = await gateway.GetAsync(path, token);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_problems()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var token = gateway.Grains.Access.Token(Role.Viewer);

        var path = await gateway.GetAsync("/api/v1/nowhere", token);
        var method = await gateway.SendAsync(HttpMethod.Put, "/api/v1/incidents", token);

        Assert.Equal("urn:incidentmesh:problem:not-found", (await path.JsonAsync()).GetProperty("type").GetString());
        Assert.Equal("urn:incidentmesh:problem:method-not-allowed", (await method.JsonAsync()).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.GetAsync("/api/v1/nowhere", null)).StatusCode);
    }

    [Fact]
    public async Task OpenAPI_names_and_summarizes_every_operation()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        var document = await (await gateway.GetAsync("/openapi/v1.json", null)).JsonAsync();

        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();
        Assert.True(operations.Count > 35);
        Assert.All(operations, operation =>
        {
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("operationId").GetString()));
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()));
        });
        Assert.True(document.GetProperty("paths").GetProperty("/api/v1/incidents/{id}/comments").GetProperty("post").TryGetProperty("requestBody", out _));
        Assert.DoesNotContain("Caller", document.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gateway:Ingest:MaxBodyBytes", "1", "Gateway:Ingest:MaxBodyBytes is 1")]
    [InlineData("Gateway:Access:StaleAfter", "01:00:00", "Gateway:Access:StaleAfter is 01:00:00")]
    [InlineData("Gateway:Ingest:MaxUnpackedBytes", "2000", "Gateway:Ingest:MaxUnpackedBytes must be at least")]
    [InlineData("Gateway:Ingest:MaxBytesInFlight", "2000", "Gateway:Ingest:MaxBytesInFlight must be at least twice")]
    public async Task Wrong_options_stop_the_start_and_are_named(string key, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayUnderTest.StartAsync(new() { [key] = value }));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }
}
