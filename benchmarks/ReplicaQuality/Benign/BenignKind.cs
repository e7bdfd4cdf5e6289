using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>A kind of workload that does nothing wrong. The README says why each is as it is.</summary>
/// <param name="Name">As the command line takes it.</param>
/// <param name="Behaviours">What happens in it beside its traffic.</param>
internal sealed record BenignKind(string Name, Func<SimulatedWorkload, IEnumerable<Behaviour>> Behaviours)
{
    public LoadShape Load { get; init; } = LoadShape.Usual;

    /// <summary>Draws a replica's share of the traffic. Mean 1.</summary>
    public Func<Draws, double> Weight { get; init; } = static draws => draws.GammaOfMeanOne(50);

    /// <summary>Shape of the gamma noise of a replica's activity in a window.</summary>
    public double NoiseShape { get; init; } = 31;

    /// <summary>Shape of the gamma noise of each traffic feature by itself.</summary>
    public double FeatureNoiseShape { get; init; } = double.PositiveInfinity;

    /// <summary>Standard deviation of the logarithm of the lasting differences in the mix of requests.</summary>
    public double MixSigma { get; init; } = 0.08;

    /// <summary>Whether a difference between revisions is real in this kind.</summary>
    public bool HasRevisions { get; init; }

    /// <summary>Whether it is a StatefulSet.</summary>
    public bool HasOrdinals { get; init; }
}
