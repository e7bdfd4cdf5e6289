using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;

namespace IncidentMesh.Benchmarks.Pipeline.Memory;

/// <summary>What the silo's memory grows by with the pods it has heard of.</summary>
internal static class MemoryBenchmark
{
    private const string Cluster = "bench";
    private const int PodsPerWorkload = 10;
    private const int Warmth = 1_000;

    private static readonly int[] Stages = [1_000, 10_000, 100_000];

    public static async Task RunAsync()
    {
        await using var silo = await SiloServer.StartAsync();
        using var sender = await silo.AddClusterAsync(Cluster);
        await SendAsync(silo, sender, 0, Warmth, "warm");

        var (heap, resident) = await MeasureAsync(silo);
        var rows = new List<string[]> { new[] { "0", Megabytes(heap), "", Megabytes(resident), "" } };
        var pods = 0;
        foreach (var stage in Stages)
        {
            await SendAsync(silo, sender, Warmth + pods, stage - pods, "shop");
            var (nextHeap, nextResident) = await MeasureAsync(silo);
            rows.Add([$"{stage:N0}", Megabytes(nextHeap), Kilobytes(nextHeap - heap, stage - pods), Megabytes(nextResident), Kilobytes(nextResident - resident, stage - pods)]);
            (heap, resident, pods) = (nextHeap, nextResident, stage);
        }

        Table.Print(
            "Memory",
            $"""
            One informational alert from each pod, {PodsPerWorkload} pods a workload. Each pod is a replica grain, each tenth a workload grain;
            "each more pod" is the difference to the line before. Measured after two full compacting collections. Grains that nobody asks for a
            while leave memory; here all are in it.
            """,
            ["pods", "live objects, MB", "each more pod, KB", "resident, MB", "each more pod, KB"],
            rows);
    }

    private static async Task SendAsync(SiloServer silo, HttpClient sender, int first, int count, string @namespace)
    {
        await Sending.SendAsync(sender, first, count, batch: 500, concurrency: 4, Alert);
        await Until.TrueAsync(
            async () => await silo.ProcessedAsync(Cluster) >= first + count, TimeSpan.FromMinutes(10), "Not everything was processed.");

        string Alert(long number) => Alerts.Of(
            number, @namespace, Alerts.PodName($"w{number / PodsPerWorkload}", (int)number), "Outbound connection to a known service", "Informational");
    }

    private static async Task<(long Heap, long Resident)> MeasureAsync(SiloServer silo)
    {
        var heap = await silo.CollectAsync();
        return (heap, silo.Process.Resident);
    }

    private static string Megabytes(long bytes) => $"{bytes / 1_000_000.0:N0}";

    private static string Kilobytes(long bytes, int pods) => $"{bytes / 1_000.0 / pods:0.0}";
}
