using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Benchmarks.AlertDay;
using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;
using IncidentMesh.Detection;
using IncidentMesh.Sensors;

namespace IncidentMesh.Benchmarks.Pipeline.Folding;

/// <summary>The day of 33,000 alerts, sent to a server as fast as it takes them: how many incidents are left open, and which is first.</summary>
internal static class DayBenchmark
{
    private const int Seeds = 4;
    private const int Batch = 500;

    public static async Task RunAsync()
    {
        await using var silo = await SiloServer.StartAsync();
        var rows = new List<string[]>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            rows.Add(await RoundAsync(silo, seed));
        }

        Table.Print(
            "Alert day",
            string.Create(CultureInfo.InvariantCulture, $"{Day.Alerts:N0} alerts in order of time, in requests of {Batch} one after another; incidents are those that are open at the end. ")
            + "Verified each time: the intrusion is first, and the incidents hold each alert once that the analysis of files takes for a detection.",
            ["seed", "incidents", "signals in them", "below the threshold", "seconds until taken in", "CPU seconds of the silo", "seconds until gathered"],
            rows);
    }

    private static async Task<string[]> RoundAsync(SiloServer silo, int seed)
    {
        var cluster = string.Create(CultureInfo.InvariantCulture, $"day-{seed}");
        using var sender = await silo.AddClusterAsync(cluster);
        var cpu = silo.Process.Cpu;
        var start = Stopwatch.GetTimestamp();
        foreach (var lines in Day.Lines(seed).Chunk(Batch))
        {
            await Sending.PostAsync(sender, "falco", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        }

        await Until.TrueAsync(async () => await silo.ProcessedAsync(cluster) >= Day.Alerts, TimeSpan.FromMinutes(5), "The day is not taken in.");
        var wall = Stopwatch.GetElapsedTime(start);
        var used = silo.Process.Cpu - cpu;
        var open = await GatheredAsync(silo, cluster, Detected(seed));
        var gathered = Stopwatch.GetElapsedTime(start);
        if (open[0]["subject"]!["name"]!.GetValue<string>() != Day.Victim)
        {
            throw new InvalidOperationException($"The intrusion is not first: {open[0].ToJsonString()}");
        }

        var signals = open.Sum(static incident => incident["signals"]!.GetValue<long>());
        return [Text(seed), Text(open.Count), Text(signals), Text(Day.Alerts - signals), Seconds(wall), Seconds(used), Seconds(gathered)];
    }

    /// <summary>Gathering goes on for some seconds after the last alert is taken in; until it ends, a signal may be on its way.</summary>
    private static async Task<List<JsonNode>> GatheredAsync(SiloServer silo, string cluster, long detected)
    {
        var open = new List<JsonNode>();
        await Until.TrueAsync(
            async () =>
            {
                var all = (await silo.GetAsync($"/api/v1/incidents?cluster={cluster}&limit=500"))["items"]!.AsArray();
                open = [.. all.Where(static incident => incident!["state"]!.GetValue<string>() != "closed").Select(static incident => incident!)];
                return open.Count < 10 && open.Sum(static incident => incident["signals"]!.GetValue<long>()) == detected;
            },
            TimeSpan.FromMinutes(2),
            "There are ten incidents or more, or they do not hold each alert that is a detection once.");
        return open;
    }

    /// <summary>Alerts of a day that are detections, by the analysis of files.</summary>
    private static long Detected(int seed)
    {
        var collector = new IncidentCollector();
        foreach (var line in Day.Lines(seed))
        {
            collector.Add(SensorFormats.Find("falco")!.TryRead(Encoding.UTF8.GetBytes(line), DateTimeOffset.UnixEpoch, out var signal, out var error)
                ? signal
                : throw new InvalidOperationException(error));
        }

        return Day.Alerts - collector.Activity;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
