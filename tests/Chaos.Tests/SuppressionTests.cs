using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Suppressions in the real process: added while it runs, in force after it was killed.</summary>
public sealed class SuppressionTests
{
    private int _sent;

    [Fact]
    public async Task What_is_suppressed_is_hidden_and_counted_also_after_a_kill_and_nothing_is_lost()
    {
        // No pod ever becomes known: nothing is to be waited for.
        await using var silo = new SiloProcess(new() { ["Ingest:AttributionWait"] = "00:00:01" });
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        using var sender = await silo.SenderAsync("prod");
        await SendAsync(sender);
        await Eventually.TrueAsync(async () => await ShownAsync(silo) == 1, "The first alert is not shown.");

        await silo.PostAsync("/api/v1/clusters/prod/suppressions", new JsonObject
        {
            ["reason"] = "a drill",
            ["owner"] = "team-ci",
            ["expires"] = DateTimeOffset.UtcNow.AddDays(7).ToString("O"),
            ["rule"] = "Terminal shell*",
            ["workload"] = "shop/web",
            ["expression"] = "k8s.ns.name = shop",
        });
        await Eventually.TrueAsync(
            async () =>
            {
                await SendAsync(sender);
                return await HiddenAsync(silo) > 0;
            },
            "Nothing is hidden.");
        await AllCountedAsync(silo);

        var shown = await ShownAsync(silo);
        await silo.KillAsync();
        await silo.StartAsync();
        await SendAsync(sender);
        await AllCountedAsync(silo);
        Assert.Equal(shown, await ShownAsync(silo));
    }

    private async Task SendAsync(HttpClient sender)
    {
        using var content = new StringContent(Alerts.Of(++_sent, "web-5d4f8c7b9d-x2x4z"), Encoding.UTF8, "application/json");
        using var response = await sender.PostAsync("/api/v1/ingest/falco", content);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private Task AllCountedAsync(SiloProcess silo) => Eventually.TrueAsync(
        async () => await ShownAsync(silo) + await HiddenAsync(silo) == _sent, $"Not each of {_sent} alerts is counted.");

    private static async Task<long> ShownAsync(SiloProcess silo) =>
        (await silo.GetAsync("/api/v1/incidents"))["items"]!.AsArray().Sum(static incident => incident!["signals"]!.GetValue<long>());

    private static async Task<long> HiddenAsync(SiloProcess silo) =>
        (await silo.GetAsync("/api/v1/clusters/prod/suppressions"))["items"]!.AsArray().Sum(static one => one!["hidden"]!.GetValue<long>());
}
