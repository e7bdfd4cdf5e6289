namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>What a container does in its first minutes, and that traffic comes only when it is ready.</summary>
internal sealed class ColdStart : Behaviour
{
    public override void Arrange(SimulatedWorkload workload)
    {
        foreach (var replica in workload.Replicas)
            replica.Share *= replica.AgeWindows(workload.Window) switch { < 0.5 => 0, < 1.5 => 0.5, _ => 1 };
    }

    public override void Act(SimulatedWorkload workload)
    {
        foreach (var replica in workload.Replicas)
        {
            var age = replica.AgeWindows(workload.Window);
            var minutes = replica.Revision.Profile.StartMinutes;
            if (age >= minutes)
                continue;
            replica.CpuFactor *= 1 + (4 * (1 - (Math.Max(0, age) / minutes)));
            foreach (var (feature, mean) in replica.Revision.Profile.Start)
            {
                // Some things happen once, others go on for a while.
                if (age <= 0)
                    replica.Happen(feature, mean <= 3 ? (int)mean : workload.Draws.Poisson(mean));
                else if (mean > 3)
                    replica.Happen(feature, workload.Draws.Poisson(mean * 0.2));
            }
        }
    }
}
