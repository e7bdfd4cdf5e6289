using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;

namespace IncidentMesh.Benchmarks.Pipeline.Ingest;

/// <summary>Events per CPU second of the server: a bare endpoint, durable acceptance, and full processing, by turns.</summary>
internal static class IngestBenchmark
{
    private const int WarmUps = 2;
    private const int Repetitions = 5;
    private const string Cluster = "bench";

    private static readonly Shape[] Shapes = [new(1, 6_000, 16), new(100, 30_000, 8), new(1_000, 60_000, 4)];

    private static long _next;

    public static async Task RunAsync()
    {
        await using var bare = await ChildProcess.StartAsync(BareEndpoint.Argument, "/health/ready");
        await using var paused = await SiloServer.StartAsync(paused: true);
        await using var full = await SiloServer.StartAsync();
        using var toPaused = await paused.AddClusterAsync(Cluster);
        using var toFull = await full.AddClusterAsync(Cluster);
        long sentToFull = 0;

        var rows = new List<string[]>();
        foreach (var shape in Shapes)
        {
            var results = new List<Round>();
            // The first rounds only warm up what the just-in-time compiler has not seen yet.
            for (var round = 0; round < WarmUps + Repetitions; round++)
            {
                var result = new Round(
                    await BareAsync(shape with { Events = shape.Events * 3 }),
                    await RateAsync(paused.Process, toPaused, shape, () => Task.CompletedTask),
                    await RateAsync(full.Process, toFull, shape, ProcessedAsync));
                if (round >= WarmUps)
                {
                    results.Add(result);
                }
            }

            rows.Add(
            [
                $"{shape.Batch:N0}",
                Of(results, round => round.Bare).ToString("N0"),
                Of(results, round => round.Accepted).ToString("N0"),
                Of(results, round => round.Processed).ToString("N0"),
                Of(results, round => round.Accepted / round.Bare).ToString("0.00"),
                Of(results, round => round.Processed / round.Bare).ToString("0.00"),
            ]);

            async Task ProcessedAsync()
            {
                sentToFull += shape.Events;
                await Until.TrueAsync(
                    async () => await full.ProcessedAsync(Cluster) >= sentToFull, TimeSpan.FromMinutes(5), "Not everything was processed.");
            }
        }

        await VerifyAsync(full, sentToFull);
        Table.Print(
            "Ingest",
            $"""
            Events per CPU second of the server process, least / median / greatest of {Repetitions} rounds; ratios are within a round.
            Alerts of {Alerts.Body(0, 1_000, Alerts.Mixed).Length / 1_000} bytes over 120 pods of 10 workloads, 6 of 20 detections. "Accepted" is the silo with its
            pump taken out: authenticated, split, on disk, 202, and nothing after it. "Processed" is the silo as it is, from the
            first byte until its replicas count every event: it includes acceptance. Verified: {sentToFull:N0} sent, as many counted by the replicas.
            """,
            ["events a request", "bare endpoint", "accepted", "processed", "accepted : bare", "processed : bare"],
            rows);

        Task<double> BareAsync(Shape shape) => RateAsync(bare, bare.Client, shape, () => Task.CompletedTask);
    }

    private static async Task<double> RateAsync(ChildProcess server, HttpClient sender, Shape shape, Func<Task> until)
    {
        var before = server.Cpu;
        await Sending.SendAsync(sender, _next, shape.Events, shape.Batch, shape.Concurrency, Alerts.Mixed);
        await until();
        _next += shape.Events;
        return shape.Events / (server.Cpu - before).TotalSeconds;
    }

    private static async Task VerifyAsync(SiloServer silo, long sent)
    {
        long counted = 0;
        foreach (var pod in Alerts.MixedPods())
        {
            counted += (await silo.GetAsync($"/api/v1/clusters/{Cluster}/replicas/shop/{pod}"))["signals"]!.GetValue<long>();
        }

        if (counted != sent)
        {
            throw new InvalidOperationException($"{sent} events were sent, the replicas count {counted}.");
        }
    }

    private static Spread Of(List<Round> rounds, Func<Round, double> value) => new([.. rounds.Select(value)]);

    private sealed record Shape(int Batch, int Events, int Concurrency);

    private sealed record Round(double Bare, double Accepted, double Processed);
}
