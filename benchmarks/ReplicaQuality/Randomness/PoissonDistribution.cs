using MathNet.Numerics;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

/// <summary>
/// Poisson counts: by inversion below 12, by Hörmann's transformed rejection (PTRS, 1993) below 50, above it as a rounded normal with
/// the first terms of Cornish and Fisher's expansion: six deviations out that is wrong by less than half a count.
/// </summary>
internal static class PoissonDistribution
{
    public static int Draw(Draws draws, double mean) => mean switch
    {
        <= 0 => 0,
        < 12 => Inverted(draws, mean),
        < 50 => Rejected(draws, mean),
        _ => Skewed(mean, draws.Normal()),
    };

    private static int Skewed(double mean, double normal)
    {
        var (deviation, square) = (Math.Sqrt(mean), normal * normal);
        return (int)Math.Max(0, Math.Round(mean + (deviation * normal) + ((square - 1) / 6) + (normal * (1 - square) / (72 * deviation))));
    }

    private static int Inverted(Draws draws, double mean)
    {
        var left = draws.Uniform();
        // Most features are rare, and this is cheaper than the exponential function: 1 - mean lies below it.
        if (left <= 1 - mean)
            return 0;
        var mass = Math.Exp(-mean);
        var count = 0;
        // Beyond 100 the mass is below what doubles can tell from nothing.
        while (left > mass && count < 100)
        {
            left -= mass;
            count++;
            mass *= mean / count;
        }

        return count;
    }

    private static int Rejected(Draws draws, double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var surelyBelow = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = draws.Uniform() - 0.5;
            var v = draws.Uniform();
            var distance = 0.5 - Math.Abs(u);
            var count = Math.Floor((((2 * a / distance) + b) * u) + mean + 0.43);
            if (distance >= 0.07 && v <= surelyBelow)
                return (int)count;
            if (count < 0 || (distance < 0.013 && v > distance))
                continue;
            var accepted = Math.Log(v * inverseAlpha / ((a / (distance * distance)) + b));
            if (accepted <= (count * Math.Log(mean)) - mean - SpecialFunctions.FactorialLn((int)count))
                return (int)count;
        }
    }
}
