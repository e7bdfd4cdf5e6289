using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Asks its master every ten minutes, give or take two.</summary>
internal sealed class Beacon(AttackScene scene) : IAttackSteps
{
    private readonly int _master = scene.OwnPeer(443);
    private double _next;

    public void Act(SimulatedReplica replica, int window)
    {
        if (window < _next)
            return;
        replica.Happen(_master);
        _next = window + scene.Draws.Uniform(8, 12);
    }
}
