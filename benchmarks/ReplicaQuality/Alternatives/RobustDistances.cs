namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Features in scaled median absolute deviations from the median of the siblings.</summary>
internal static class RobustDistances
{
    /// <summary>Makes the median absolute deviation of normal values their standard deviation.</summary>
    private const double NormalScale = 1.4826;

    public static double[,] Of(Stratum stratum)
    {
        var distances = new double[stratum.Rows, stratum.Columns];
        var values = new double[stratum.Rows];
        var sorted = new double[stratum.Rows];
        for (var column = 0; column < stratum.Columns; column++)
        {
            var isGauge = stratum.IsGauge(column);
            for (var row = 0; row < values.Length; row++)
                values[row] = isGauge ? Math.Log(1e-3 + stratum[row, column]) : Anscombe(stratum[row, column]);
            var median = Median(values, sorted);
            for (var row = 0; row < values.Length; row++)
                values[row] -= median;
            for (var row = 0; row < values.Length; row++)
                sorted[row] = Math.Abs(values[row]);
            var scale = Math.Max(NormalScale * Median(sorted, sorted), isGauge ? 0.05 : 1);
            for (var row = 0; row < values.Length; row++)
                distances[row, column] = values[row] / scale;
        }

        return distances;
    }

    /// <summary>Makes the standard deviation of a Poisson count about 1 whatever its mean (Anscombe 1948).</summary>
    private static double Anscombe(double count) => 2 * Math.Sqrt(count + 0.375);

    private static double Median(double[] values, double[] sorted)
    {
        if (!ReferenceEquals(values, sorted))
            values.CopyTo(sorted, 0);
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }
}
