using IncidentMesh.Benchmarks.Pipeline.Containment;
using IncidentMesh.Benchmarks.Pipeline.Folding;
using IncidentMesh.Benchmarks.Pipeline.Ingest;
using IncidentMesh.Benchmarks.Pipeline.Memory;
using IncidentMesh.Benchmarks.Pipeline.Servers;

// Child processes of the benchmark are this same executable.
if (args is [BareEndpoint.Argument or SiloServer.Argument, ..])
{
    ChildProcess.EndWithParent();
}

switch (args)
{
    case [BareEndpoint.Argument, var address]:
        await BareEndpoint.RunAsync(address);
        return 0;
    case [SiloServer.Argument, var address, var data, .. var rest]:
        await SiloServer.RunAsync(address, data, paused: rest.Contains(SiloServer.PausedArgument));
        return 0;
}

(string Name, Func<Task> Run)[] benchmarks =
[
    ("ingest", IngestBenchmark.RunAsync),
    ("fold", FoldBenchmark.RunAsync),
    ("day", DayBenchmark.RunAsync),
    ("memory", MemoryBenchmark.RunAsync),
    ("response", ResponseBenchmark.RunAsync),
];
var unknown = args.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"Unknown benchmark '{unknown[0]}'. There are: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}

foreach (var (_, run) in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name)))
{
    await run();
}

return 0;
