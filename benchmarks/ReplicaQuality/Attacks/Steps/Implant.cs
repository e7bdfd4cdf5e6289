using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Every replica that is owned runs a program and calls a peer, which the workload never did, each at its own times.</summary>
internal sealed class Implant(AttackScene scene, double everyMinutes) : IAttackSteps
{
    private readonly int _program = scene.Program("/var/tmp/.cache/agent");
    private readonly int _peer = scene.OwnPeer(8443);

    public void Act(SimulatedReplica replica, int window)
    {
        if (window > 0 && !scene.Draws.Chance(1 / everyMinutes))
            return;
        replica.Happen(_program);
        replica.Happen(_peer);
    }
}
