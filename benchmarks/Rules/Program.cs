using IncidentMesh.Benchmarks.Rules;

if (BenchmarkOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync("Expected: [speed] [growth] [--events N] [--rounds N].");
    return 2;
}

(string Name, Action<BenchmarkOptions> Run)[] benchmarks = [("speed", SpeedBenchmark.Run), ("growth", GrowthBenchmark.Run)];
var unknown = options.Parts.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"Unknown benchmark '{unknown[0]}'. There are: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}

foreach (var (_, run) in benchmarks.Where(benchmark => options.Parts.Count == 0 || options.Parts.Contains(benchmark.Name)))
    run(options);
return 0;
