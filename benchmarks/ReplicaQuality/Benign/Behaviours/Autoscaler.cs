namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>Follows the load between half of the replicas and all: up within the minute, down after five.</summary>
internal sealed class Autoscaler : Behaviour
{
    private const int StabilisationWindows = 5;

    private readonly Queue<int> _wanted = new();

    public override void Arrange(SimulatedWorkload workload)
    {
        var most = workload.Size;
        // At 1.4 times the usual load all replicas are needed.
        _wanted.Enqueue(Math.Clamp((int)Math.Ceiling(workload.Load / 1.4 * most), Math.Max(2, (most + 1) / 2), most));
        if (_wanted.Count > StabilisationWindows)
            _wanted.Dequeue();
        var wanted = _wanted.Max();
        while (workload.Replicas.Count < wanted)
            workload.Start(workload.Current, workload.Window + workload.Draws.Uniform());
        while (workload.Replicas.Count > wanted)
            workload.Replicas.Remove(workload.Replicas.MaxBy(static replica => replica.StartedAt)!);
        workload.Load *= (double)most / workload.Replicas.Count / 1.4;
    }
}
