using IncidentMesh.Benchmarks.Pipeline.Figures;
using IncidentMesh.Benchmarks.Pipeline.Load;
using IncidentMesh.Benchmarks.Pipeline.Servers;

namespace IncidentMesh.Benchmarks.Pipeline.Ingest;

/// <summary>Events per CPU second of the server: a bare endpoint, durable acceptance, and full processing, by turns.</summary>
internal static class IngestBenchmark
{
    private const int Repetitions = 5;
    private const string Cluster = "bench";

    /// <summary>
    /// A server runs for weeks: what the just-in-time compiler does in its first minutes is no part of what an event costs.
    /// So each is loaded until compiling took less than this share of its processor time, or for <see cref="LongestWarmUp"/> of it.
    /// </summary>
    private const double CompilingShare = 0.05;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(90);

    private static readonly Shape[] Shapes = [new(1, 6_000, 16), new(100, 60_000, 8), new(1_000, 120_000, 4)];

    private static long Next;

    public static async Task RunAsync()
    {
        await using var bare = await ChildProcess.StartAsync(BareEndpoint.Argument, "/health/ready");
        await using var paused = await SiloServer.StartAsync(paused: true);
        await using var full = await SiloServer.StartAsync();
        using var toPaused = await paused.AddClusterAsync(Cluster);
        using var toFull = await full.AddClusterAsync(Cluster);
        long sentToFull = 0;

        var warmUps = new[]
        {
            await WarmUpAsync(bare, BareAsync),
            await WarmUpAsync(paused.Process, AcceptedAsync),
            await WarmUpAsync(full.Process, ProcessedAsync),
        };

        var rows = new List<string[]>();
        foreach (var shape in Shapes)
        {
            var results = new List<Round>();
            for (var round = 0; round < Repetitions; round++)
            {
                results.Add(new Round(await BareAsync(shape), await AcceptedAsync(shape), await ProcessedAsync(shape)));
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
        }

        await VerifyAsync(full, sentToFull);
        Table.Print(
            "Ingest",
            $"""
            Events per CPU second of the server process, least / median / greatest of {Repetitions} rounds; ratios are within a round.
            Each server was loaded with all three shapes before, until compiling took little of its processor time:
            {string.Join(", ", warmUps.Select(warmUp => $"{warmUp.Share:P0} after {warmUp.Cpu.TotalSeconds:0} s"))} of it.
            Alerts of {Alerts.Body(0, 1_000, Alerts.Mixed).Length / 1_000} bytes over 120 pods of 10 workloads, 6 of 20 detections. "Accepted" is the silo with its
            pump taken out: authenticated, split, on disk, 202, and nothing after it. "Processed" is the silo as it is, from the
            first byte until its replicas count every event: it includes acceptance. Verified: {sentToFull:N0} sent, as many counted by the replicas.
            """,
            ["events a request", "bare endpoint", "accepted", "processed", "accepted : bare", "processed : bare"],
            rows);

        Task<double> BareAsync(Shape shape) =>
            RateAsync(bare, bare.Client, shape with { Events = shape.Events * 3 }, () => Task.CompletedTask);

        Task<double> AcceptedAsync(Shape shape) => RateAsync(paused.Process, toPaused, shape, () => Task.CompletedTask);

        Task<double> ProcessedAsync(Shape shape)
        {
            sentToFull += shape.Events;
            return RateAsync(full.Process, toFull, shape, () => Until.TrueAsync(
                async () => await full.ProcessedAsync(Cluster) >= sentToFull, TimeSpan.FromMinutes(5), "Not everything was processed."));
        }
    }

    /// <returns>The share that compiling had in the end, and the processor time that it took to come down to it.</returns>
    private static async Task<(double Share, TimeSpan Cpu)> WarmUpAsync(ChildProcess server, Func<Shape, Task> load)
    {
        var start = server.Cpu;
        while (true)
        {
            var (cpu, compiling) = (server.Cpu, await server.CompilingAsync());
            foreach (var shape in Shapes)
            {
                await load(shape);
            }

            var share = (await server.CompilingAsync() - compiling) / (server.Cpu - cpu);
            if (share < CompilingShare || server.Cpu - start > LongestWarmUp)
            {
                return (share, server.Cpu - start);
            }
        }
    }

    private static async Task<double> RateAsync(ChildProcess server, HttpClient sender, Shape shape, Func<Task> until)
    {
        var before = server.Cpu;
        await Sending.SendAsync(sender, Next, shape.Events, shape.Batch, shape.Concurrency, Alerts.Mixed);
        await until();
        Next += shape.Events;
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
