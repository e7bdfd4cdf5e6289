using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>A little more each hour, so that baselines that learn follow it: 1 % an hour on bytes and calls to one usual peer.</summary>
internal sealed class Drift(AttackScene scene) : IAttackSteps
{
    private readonly int _peer = scene.Draws.Pick(scene.Profile.Usual(scene.Features, "peer:").ToList());

    public void Act(SimulatedReplica replica, int window)
    {
        var factor = Math.Pow(1.01, (window / 60) + 1);
        replica.BytesOutFactor *= factor;
        replica.Raise(_peer, replica.Rates[_peer] * (factor - 1));
    }
}
