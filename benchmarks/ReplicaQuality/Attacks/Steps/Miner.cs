using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Digs for coins.</summary>
internal sealed class Miner(AttackScene scene) : IAttackSteps
{
    private readonly int _pool = scene.OwnPeer(3333);
    private readonly double _cpu = scene.Draws.Uniform(2, 4);

    public void Act(SimulatedReplica replica, int window)
    {
        if (window == 0)
            replica.Happen(scene.Program("/tmp/.x/kworker"));
        if (window == 0 || scene.Draws.Chance(0.05))
            replica.Happen(_pool);
        replica.CpuFactor *= _cpu;
    }
}
