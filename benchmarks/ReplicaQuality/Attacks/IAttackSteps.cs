using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks;

/// <summary>What an attack adds to the windows of the replicas that it has.</summary>
internal interface IAttackSteps
{
    /// <param name="replica">Attacked and observed in this window.</param>
    /// <param name="window">Since the attack's start, from 0. In window 0 something must happen.</param>
    void Act(SimulatedReplica replica, int window);
}
