using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Benchmarks.AlertDay;
using IncidentMesh.Detection;
using IncidentMesh.Sensors;

namespace IncidentMesh.Chaos.Tests;

/// <summary>The day of alerts, with a smaller storm, sent to the real process; the whole of it is a benchmark.</summary>
public sealed class AlertDayTests
{
    private const int StormAlerts = 1_500;
    private const int Batch = 500;

    [Fact]
    public async Task A_day_of_alerts_ends_in_few_incidents_with_the_intrusion_first_and_none_lost()
    {
        var day = Day.Lines(seed: 2, StormAlerts).ToList();
        // No pod ever becomes known: nothing is to be waited for.
        await using var silo = new SiloProcess(new() { ["Ingest:AttributionWait"] = "00:00:01" });
        await silo.StartAsync();
        await silo.PostAsync("/api/v1/clusters", new JsonObject { ["id"] = "prod", ["adapter"] = "none" });
        using var sender = await silo.SenderAsync("prod");
        var accepted = 0;
        foreach (var lines in day.Chunk(Batch))
        {
            using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
            using var response = await sender.PostAsync("/api/v1/ingest/falco", content);
            var answer = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {answer}");
            accepted += JsonNode.Parse(answer)!["accepted"]!.GetValue<int>();
        }

        Assert.Equal(day.Count, accepted);
        await Eventually.TrueAsync(async () => await ProcessedAsync(silo) == accepted, "The day is not taken in.");
        var (expected, open) = (Detected(day), new List<JsonNode>());
        await Eventually.TrueAsync(
            async () =>
            {
                open = await OpenAsync(silo);
                return open.Count < 10 && SignalsOf(open) == expected;
            },
            TimeSpan.FromMinutes(2),
            () => $"{open.Count} incidents hold {SignalsOf(open)} alerts; {expected} are detections.");
        Assert.Equal(Day.Victim, open[0]["subject"]!["name"]!.GetValue<string>());
        Assert.Equal("critical", open[0]["severity"]!.GetValue<string>());
    }

    private static long Detected(List<string> day)
    {
        var collector = new IncidentCollector();
        foreach (var line in day)
        {
            Assert.True(SensorFormats.Find("falco")!.TryRead(Encoding.UTF8.GetBytes(line), DateTimeOffset.UnixEpoch, out var signal, out var error), error);
            collector.Add(signal);
        }

        return collector.Signals - collector.Activity;
    }

    private static async Task<long> ProcessedAsync(SiloProcess silo) =>
        (await silo.GetAsync("/api/v1/clusters/prod/ingest"))["items"]!.AsArray().Sum(static format => format!["signals"]!.GetValue<long>());

    private static async Task<List<JsonNode>> OpenAsync(SiloProcess silo) =>
    [
        .. (await silo.GetAsync("/api/v1/incidents?limit=500"))["items"]!.AsArray()
            .Where(static incident => incident!["state"]!.GetValue<string>() != "closed").Select(static incident => incident!),
    ];

    private static long SignalsOf(List<JsonNode> incidents) => incidents.Sum(static incident => incident["signals"]!.GetValue<long>());
}
