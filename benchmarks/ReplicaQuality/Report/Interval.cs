using MathNet.Numerics.Distributions;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Report;

/// <summary>An exact confidence interval of 95 %.</summary>
internal readonly record struct Interval(double Low, double High)
{
    private const double Tail = 0.025;

    /// <summary>Of the expectation of a Poisson count (Garwood 1936).</summary>
    public static Interval OfCount(int count) => new(
        count == 0 ? 0 : Gamma.InvCDF(count, 1, Tail), Gamma.InvCDF(count + 1, 1, 1 - Tail));

    /// <summary>Of a share (Clopper and Pearson 1934).</summary>
    public static Interval OfShare(int found, int trials) => new(
        found == 0 ? 0 : Beta.InvCDF(found, trials - found + 1, Tail), found == trials ? 1 : Beta.InvCDF(found + 1, trials - found, 1 - Tail));
}
