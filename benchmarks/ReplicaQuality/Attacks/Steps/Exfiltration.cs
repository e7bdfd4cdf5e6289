using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Half as many bytes again as usual, on connections that are there anyway.</summary>
internal sealed class Exfiltration : IAttackSteps
{
    public void Act(SimulatedReplica replica, int window) => replica.BytesOutFactor *= 1.5;
}
