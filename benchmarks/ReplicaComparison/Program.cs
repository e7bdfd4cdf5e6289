using System.Globalization;
using System.Runtime.CompilerServices;
using IncidentMesh.Benchmarks.ReplicaComparison;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

// Processor time of this process, which runs on one thread: the wall tells more of the neighbours than of the code.
const int warmUp = 70;
const int measured = 20;
Console.WriteLine("| shape | comparison, ms | MAD pass, ms | ratio | bytes allocated a window and replica | state, bytes a replica |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
foreach (var shape in (Shape[])[new(1_000, 10, 50), new(1, 1_000, 200), new(1, 10_000, 50), new(1, 100_000, 50)])
    Measure(shape);

// In a frame of its own, so that nothing of one shape is alive while the memory of the next is weighed.
[MethodImpl(MethodImplOptions.NoInlining)]
static void Measure(Shape shape)
{
    // Each deployment has numbers of its own: a processor foretells all branches of a sort that it has seen often.
    var counts = Enumerable.Range(0, shape.Deployments).Select(shape.Counts).ToArray();
    var seen = counts.Select(shape.Seen).ToArray();
    var given = GC.GetTotalMemory(forceFullCollection: true);
    var comparisons = Enumerable.Range(0, shape.Deployments)
        .Select(_ => new ReplicaComparison("c/n/Deployment/w", TimeSpan.FromMinutes(1), new FalseAlarmBudget())).ToArray();
    for (var window = 0; window < warmUp; window++)
        Observe(window);
    var state = GC.GetTotalMemory(forceFullCollection: true) - given;

    var allocated = GC.GetAllocatedBytesForCurrentThread();
    var from = Environment.CpuUsage.TotalTime;
    for (var window = 0; window < measured; window++)
        Observe(window);
    var ours = (Environment.CpuUsage.TotalTime - from) / measured;
    allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / measured / shape.Deployments / shape.Replicas;

    var passes = counts.Select(deployment => new MadPass(deployment[0])).ToArray();
    for (var window = 0; window < warmUp; window++)
        Mad();
    from = Environment.CpuUsage.TotalTime;
    for (var window = 0; window < measured; window++)
        Mad();
    var mad = (Environment.CpuUsage.TotalTime - from) / measured;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {shape} | {ours.TotalMilliseconds:N1} | {mad.TotalMilliseconds:N1} | {ours / mad:N2} | {allocated:N0} | {state / shape.Deployments / shape.Replicas:N0} |"));

    void Observe(int window)
    {
        for (var at = 0; at < comparisons.Length; at++)
            comparisons[at].Observe(seen[at][window % Shape.Windows]);
    }

    void Mad()
    {
        foreach (var pass in passes)
            pass.Run();
    }
}
