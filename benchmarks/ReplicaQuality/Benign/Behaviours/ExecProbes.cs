namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>Liveness and readiness probes that run a command: a fixed rhythm with a shell and a tool.</summary>
internal sealed class ExecProbes : Behaviour
{
    private readonly int _period;
    private readonly int[] _features;

    public ExecProbes(SimulatedWorkload workload)
    {
        _period = workload.Draws.Pick([5, 10, 30]);
        var tool = workload.Draws.Pick(["/usr/bin/curl", "/bin/cat", "/usr/bin/pg_isready", "/bin/grpc_health_probe"]);
        _features = [.. new[] { "exec:/bin/sh<-runc", $"exec:{tool}<-/bin/sh" }.Select(workload.Features.Number)];
    }

    public override void Act(SimulatedWorkload workload)
    {
        foreach (var replica in workload.Replicas)
        {
            // Late once in a while: then one falls into the next window.
            var times = 60 / _period * (replica.ExposureSeconds >= 60 ? 1 : 0);
            if (times > 0 && workload.Draws.Chance(0.05))
                times--;
            if (times > 0 && workload.Draws.Chance(0.05))
                times++;
            foreach (var feature in _features)
                replica.Happen(feature, times);
        }
    }
}
