using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

foreach (var kind in BenignKinds.All)
{
    var watch = System.Diagnostics.Stopwatch.StartNew();
    var workload = new SimulatedWorkload("x", kind, 12, new Draws(new Xoshiro(1, kind.Name)));
    long n = 0;
    for (var i = 0; i < 14400; i++)
    {
        foreach (var r in workload.Next().Replicas) n += r.Counts.Length;
    }
    Console.WriteLine($"{kind.Name} {watch.Elapsed.TotalMilliseconds / 14.4:0} us/window {n / 14400.0 / 12:0.0} features {workload.Features.Count}");
}
