using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Benchmarks.AlertDay;
using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;

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
            + "Verified each time: the intrusion is first, and incidents and activity hold each alert once.",
            ["seed", "incidents", "signals in them", "below the threshold", "gathered into the digest", "seconds", "CPU seconds"],
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
        var (open, gathered) = await SettledAsync(silo, cluster);
        var wall = Stopwatch.GetElapsedTime(start);
        var used = silo.Process.Cpu - cpu;
        if (open[0]["subject"]!["name"]!.GetValue<string>() != Day.Victim)
        {
            throw new InvalidOperationException($"The intrusion is not first: {open[0].ToJsonString()}");
        }

        var signals = open.Sum(static incident => incident["signals"]!.GetValue<long>());
        return
        [
            Text(seed), Text(open.Count), Text(signals), Text(Day.Alerts - signals), Text(gathered),
            wall.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), used.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>Gathering goes on for a moment after the last alert is taken in.</summary>
    private static async Task<(List<JsonNode> Open, int Gathered)> SettledAsync(SiloServer silo, string cluster)
    {
        var (open, gathered) = (new List<JsonNode>(), -1);
        await Until.TrueAsync(
            async () =>
            {
                var all = (await silo.GetAsync($"/api/v1/incidents?cluster={cluster}&limit=500"))["items"]!.AsArray();
                open = [.. all.Where(static incident => incident!["state"]!.GetValue<string>() != "closed").Select(static incident => incident!)];
                var before = gathered;
                gathered = all.Count - open.Count;
                return gathered == before;
            },
            TimeSpan.FromMinutes(1),
            "The digest goes on gathering.");
        return (open, gathered);
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
