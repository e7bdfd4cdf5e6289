namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>A way to say how odd a replica is among its siblings, by one minute or hour alone.</summary>
internal interface IOddness
{
    /// <returns>One for each replica of the stratum, in its order.</returns>
    OddnessScore[] Score(Stratum stratum);
}
