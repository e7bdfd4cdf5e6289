namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Features in scaled median absolute deviations from the median of the siblings.</summary>
internal static class RobustDistances
{
    /// <summary>Makes the median absolute deviation of normal values their standard deviation.</summary>
    private const double NormalScale = 1.4826;

    /// <returns>By column, then by row.</returns>
    public static double[][] Of(Stratum stratum)
    {
        var distances = new double[stratum.Columns][];
        var sorted = new double[stratum.Rows];
        for (var column = 0; column < distances.Length; column++)
        {
            var isAmount = stratum.IsAmount(column);
            var values = stratum.Column(column).ToArray();
            foreach (ref var value in values.AsSpan())
                value = isAmount ? Math.Log(1e-3 + value) : Anscombe(value);
            values.CopyTo(sorted, 0);
            var median = Selection.Median(sorted);
            for (var row = 0; row < values.Length; row++)
                sorted[row] = Math.Abs(values[row] -= median);
            var scale = Math.Max(NormalScale * Selection.Median(sorted), isAmount ? 0.05 : 1);
            foreach (ref var value in values.AsSpan())
                value /= scale;
            distances[column] = values;
        }

        return distances;
    }

    /// <summary>Makes the standard deviation of a Poisson count about 1 whatever its mean (Anscombe 1948).</summary>
    private static double Anscombe(double count) => 2 * Math.Sqrt(count + 0.375);
}
