using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>A gateway and a silo in processes of their own: they find each other, and again after the silo was killed.</summary>
public sealed class GatewayAloneTests
{
    private const string Pod = "web-5d4f8c7b9d-x2x4z";
    private const int EventsPerBatch = 5;

    /// <summary>Gateway:Ingest:AppendTimeout, and some patience with a busy machine.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(20 + 10);

    [Fact]
    public async Task What_it_accepted_is_counted_and_it_says_503_while_the_silo_is_gone()
    {
        var port = SiloProcess.FreePort();
        await using var silo = new SiloProcess(new() { ["Orleans:GatewayPort"] = port.ToString(CultureInfo.InvariantCulture) });
        await using var gateway = GatewayProcess.Start(port);
        await gateway.BecomesReadyAsync(HttpStatusCode.ServiceUnavailable);
        await Eventually.TrueAsync(
            () => Task.FromResult(gateway.Output.Contains($"--Orleans:GatewayPort={port}", StringComparison.Ordinal)), "It does not say how to start a silo for it.");
        Assert.DoesNotContain("   at ", gateway.Output, StringComparison.Ordinal);

        await silo.StartAsync();
        await gateway.BecomesReadyAsync(HttpStatusCode.OK);
        gateway.Authorize(silo.Client.DefaultRequestHeaders.Authorization!);
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        using var sender = await silo.SenderAsync("prod");
        var key = sender.DefaultRequestHeaders.Authorization!;
        var accepted = new HashSet<string>();
        await Eventually.TrueAsync(() => SendAsync(gateway, key, batch: 0, accepted), "The first batch was not accepted.");

        await silo.KillAsync();
        await gateway.BecomesReadyAsync(HttpStatusCode.ServiceUnavailable);
        var started = Stopwatch.GetTimestamp();
        using (var refused = await PostAsync(gateway, key, batch: 1))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, AnswerTime);
        }

        await silo.StartAsync();
        await gateway.BecomesReadyAsync(HttpStatusCode.OK);
        for (var batch = 1; batch < 4; batch++)
        {
            var next = batch;
            await Eventually.TrueAsync(() => SendAsync(gateway, key, next, accepted), $"Batch {next} was not accepted after the restart.");
        }

        await Eventually.TrueAsync(async () => accepted.IsSubsetOf(await ProcessedAsync(gateway)), "Accepted events are missing.");
        var incident = Assert.Single((await gateway.Client.GetFromJsonAsync<JsonNode>("/api/v1/incidents?cluster=prod"))!["items"]!.AsArray());
        Assert.Equal(accepted.Count, incident!["signals"]!.GetValue<int>());
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayProcess gateway, AuthenticationHeaderValue key, int batch)
    {
        var body = string.Join('\n', Enumerable.Range(batch * EventsPerBatch, EventsPerBatch).Select(number => Alerts.Of(number, Pod)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/ingest/falco") { Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson") };
        request.Headers.Authorization = key;
        return await gateway.Client.SendAsync(request);
    }

    private static async Task<bool> SendAsync(GatewayProcess gateway, AuthenticationHeaderValue key, int batch, HashSet<string> accepted)
    {
        using var response = await PostAsync(gateway, key, batch);
        if (response.StatusCode == HttpStatusCode.Accepted)
            accepted.UnionWith(Enumerable.Range(batch * EventsPerBatch, EventsPerBatch).Select(number => $"event {number}"));
        return response.StatusCode == HttpStatusCode.Accepted;
    }

    private static async Task<HashSet<string>> ProcessedAsync(GatewayProcess gateway)
    {
        var incidents = (await gateway.Client.GetFromJsonAsync<JsonNode>("/api/v1/incidents?cluster=prod"))!["items"]!.AsArray();
        var events = new HashSet<string>();
        foreach (var incident in incidents)
        {
            var page = await gateway.Client.GetFromJsonAsync<JsonNode>($"/api/v1/incidents/{incident!["id"]}/events?limit=500");
            events.UnionWith(page!["items"]!.AsArray().Select(item => item!["content"]!["output"]!.GetValue<string>()));
        }

        return events;
    }
}
