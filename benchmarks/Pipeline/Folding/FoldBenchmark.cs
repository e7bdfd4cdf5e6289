using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;

namespace IncidentMesh.Benchmarks.Pipeline.Folding;

/// <summary>30,000 alerts of one rule from 14 nodes: one incident, a count, and every raw event.</summary>
internal static class FoldBenchmark
{
    private const int Alerts30k = 30_000;
    private const int Batch = 500;
    private const int Replicas = 14;
    private const int Repetitions = 3;

    public static async Task RunAsync()
    {
        await using var silo = await SiloServer.StartAsync();
        var results = new List<(double Wall, double Cpu, double Listing)>();
        for (var round = 0; round <= Repetitions; round++)
        {
            var result = await RoundAsync(silo, $"fold-{round}");
            if (round > 0)
            {
                results.Add(result);
            }
        }

        Table.Print(
            "Folding",
            $"{Alerts30k:N0} alerts of one rule over {Replicas} replicas on as many nodes, in requests of {Batch}, one after another; least / median / greatest "
            + $"of {Repetitions} rounds after a first one. Verified each time: one incident, its count, and as many different raw events by paging.",
            ["", "seconds"],
            [
                ["first request to the incident's full count, wall time", new Spread([.. results.Select(one => one.Wall)]).ToString("0.0")],
                ["the same, CPU time of the silo", new Spread([.. results.Select(one => one.Cpu)]).ToString("0.0")],
                ["listing all raw events by page, wall time", new Spread([.. results.Select(one => one.Listing)]).ToString("0.0")],
            ]);
    }

    private static async Task<(double Wall, double Cpu, double Listing)> RoundAsync(SiloServer silo, string cluster)
    {
        using var sender = await silo.AddClusterAsync(cluster);
        var cpu = silo.Process.Cpu;
        var start = Stopwatch.GetTimestamp();
        await Sending.SendAsync(sender, 0, Alerts30k, Batch, concurrency: 1, Alert);
        var incidents = new JsonArray();
        await Until.TrueAsync(
            async () =>
            {
                incidents = (await silo.GetAsync($"/api/v1/incidents?cluster={cluster}"))["items"]!.AsArray();
                return incidents.Sum(incident => incident!["signals"]!.GetValue<long>()) >= Alerts30k;
            },
            TimeSpan.FromMinutes(5),
            "The incident does not count every alert.");
        var wall = Stopwatch.GetElapsedTime(start);
        var used = silo.Process.Cpu - cpu;
        if (incidents is not [{ } incident] || incident["signals"]!.GetValue<long>() != Alerts30k)
        {
            throw new InvalidOperationException($"Expected one incident of {Alerts30k} signals: {incidents.ToJsonString()}");
        }

        start = Stopwatch.GetTimestamp();
        var seen = await ListAsync(silo, incident["id"]!.GetValue<string>());
        return seen.SetEquals(Enumerable.Range(0, Alerts30k).Select(number => (long)number))
            ? (wall.TotalSeconds, used.TotalSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds)
            : throw new InvalidOperationException($"{seen.Count} different raw events are listed.");
    }

    private static async Task<HashSet<long>> ListAsync(SiloServer silo, string incident)
    {
        var seen = new HashSet<long>();
        string? cursor = null;
        var items = 0;
        do
        {
            var page = await silo.GetAsync($"/api/v1/incidents/{incident}/events?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            foreach (var item in page["items"]!.AsArray())
            {
                items++;
                seen.Add(item!["content"]!["output_fields"]!["evt.time"]!.GetValue<long>());
            }

            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return items == Alerts30k ? seen : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{items} raw events are listed."));
    }

    private static string Alert(long number) =>
        Alerts.Of(number, "shop", Alerts.PodName("web", (int)(number % Replicas)), "Terminal shell in container", "Warning");
}
