using System.Numerics;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>
/// The smallest ε at which DBSCAN (Ester et al. 1996) does not call a replica noise. It is noise where no core point lies within ε, and
/// a point is a core point where its k-th neighbour, itself counted, lies within ε. So it is the least, over all points,
/// of the greater of the distance to it and its distance to its k-th neighbour.
/// </summary>
internal sealed class DbscanOddness : IOddness
{
    public OddnessScore[] Score(Stratum stratum)
    {
        var positions = RobustDistances.Of(stratum);
        var distances = Distances(positions, stratum.Rows);
        var core = CoreDistances(distances, Math.Max(2, stratum.Rows / 4));
        var scores = new OddnessScore[stratum.Rows];
        for (var row = 0; row < scores.Length; row++)
        {
            var least = double.PositiveInfinity;
            for (var other = 0; other < core.Length; other++)
                least = Math.Min(least, Math.Max(distances[row][other], core[other]));
            scores[row] = new OddnessScore(least, Farthest(positions, row));
        }

        return scores;
    }

    private static double[][] Distances(double[][] positions, int rows)
    {
        var distances = new double[rows][];
        for (var row = 0; row < rows; row++)
        {
            var toOthers = distances[row] = new double[rows];
            foreach (var column in positions)
                AddSquares(toOthers, column, column[row]);
            foreach (ref var distance in toOthers.AsSpan())
                distance = Math.Sqrt(distance);
        }

        return distances;
    }

    /// <summary>By vectors: this is where a thousand replicas spend their time.</summary>
    private static void AddSquares(Span<double> sums, ReadOnlySpan<double> column, double own)
    {
        var done = 0;
        for (; done <= sums.Length - Vector<double>.Count; done += Vector<double>.Count)
        {
            var difference = new Vector<double>(column[done..]) - new Vector<double>(own);
            (new Vector<double>(sums[done..]) + (difference * difference)).CopyTo(sums[done..]);
        }

        for (; done < sums.Length; done++)
            sums[done] += (column[done] - own) * (column[done] - own);
    }

    private static double[] CoreDistances(double[][] distances, int minimumPoints)
    {
        var sorted = new double[distances.Length];
        var core = new double[distances.Length];
        for (var row = 0; row < core.Length; row++)
        {
            distances[row].CopyTo(sorted, 0);
            core[row] = Selection.Smallest(sorted, minimumPoints - 1);
        }

        return core;
    }

    private static int Farthest(double[][] positions, int row)
    {
        var farthest = -1;
        for (var column = 0; column < positions.Length; column++)
        {
            if (farthest < 0 || Math.Abs(positions[column][row]) > Math.Abs(positions[farthest][row]))
                farthest = column;
        }

        return farthest;
    }
}
