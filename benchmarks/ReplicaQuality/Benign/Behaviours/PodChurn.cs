namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>Pods are evicted and come up elsewhere, or their container fails and starts again.</summary>
internal sealed class PodChurn(double perDay) : Behaviour
{
    private SimulatedReplica? _failed;

    public override void Arrange(SimulatedWorkload workload)
    {
        _failed = null;
        var draws = workload.Draws;
        if (!draws.Chance(perDay / 1440))
            return;
        var replica = draws.Pick(workload.Replicas);
        if (draws.Chance(0.6))
        {
            workload.Replace(replica, replica.Revision);
            return;
        }

        replica.StartedAt = workload.Window + draws.Uniform();
        _failed = replica;
    }

    public override void Act(SimulatedWorkload workload)
    {
        if (_failed is null)
            return;
        // The sensor stays while the container restarts.
        _failed.ExposureSeconds = 60;
        _failed.Happen(workload.Features.Number(workload.Draws.Pick(["exit:137", "exit:1", "exit:0"])));
    }
}
