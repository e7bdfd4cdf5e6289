namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>The median Jensen-Shannon divergence (Lin 1991), in bits, between what a replica does and what each sibling does, as distributions over features.</summary>
internal sealed class JensenShannonOddness : IOddness
{
    /// <summary>With more siblings the median over so many of them, evenly spread, is as good.</summary>
    private const int MostSiblings = 64;

    public OddnessScore[] Score(Stratum stratum)
    {
        var shares = Shares(stratum);
        var entropies = Array.ConvertAll(shares, static own => Entropy(own, own));
        var step = Math.Max(1, (stratum.Rows + MostSiblings - 1) / MostSiblings);
        var scores = new OddnessScore[stratum.Rows];
        var divergences = new List<double>(MostSiblings);
        for (var row = 0; row < scores.Length; row++)
        {
            divergences.Clear();
            for (var other = 0; other < shares.Length; other += step)
            {
                if (other != row)
                    divergences.Add(Math.Max(0, Entropy(shares[row], shares[other]) - (0.5 * (entropies[row] + entropies[other]))));
            }

            divergences.Sort();
            scores[row] = new OddnessScore(divergences[divergences.Count / 2], -1);
        }

        return scores;
    }

    private static double[][] Shares(Stratum stratum)
    {
        var columns = Enumerable.Range(0, stratum.Columns).Where(column => !stratum.IsGauge(column)).ToArray();
        var shares = new double[stratum.Rows][];
        for (var row = 0; row < shares.Length; row++)
        {
            var own = shares[row] = new double[columns.Length];
            var total = 0.0;
            for (var i = 0; i < own.Length; i++)
                total += own[i] = stratum.Column(columns[i])[row];
            for (var i = 0; i < own.Length && total > 0; i++)
                own[i] /= total;
        }

        return shares;
    }

    /// <summary>Of the mean of two distributions.</summary>
    private static double Entropy(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            var share = 0.5 * (one[i] + other[i]);
            if (share > 0)
                sum -= share * Math.Log2(share);
        }

        return sum;
    }
}
