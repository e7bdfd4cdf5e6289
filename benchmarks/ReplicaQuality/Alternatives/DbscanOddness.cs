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
        var rows = stratum.Rows;
        var distances = new double[rows][];
        for (var row = 0; row < rows; row++)
            distances[row] = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            for (var other = row + 1; other < rows; other++)
                distances[row][other] = distances[other][row] = Distance(positions, row, other, stratum.Columns);
        }

        var minimumPoints = Math.Max(2, rows / 4);
        var sorted = new double[rows];
        var core = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            distances[row].CopyTo(sorted, 0);
            Array.Sort(sorted);
            core[row] = sorted[minimumPoints - 1];
        }

        return [.. distances.Select((toOthers, row) => new OddnessScore(
            toOthers.Select((distance, other) => Math.Max(distance, core[other])).Min(), Farthest(positions, row, stratum.Columns)))];
    }

    private static double Distance(double[,] positions, int row, int other, int columns)
    {
        var sum = 0.0;
        for (var column = 0; column < columns; column++)
        {
            var difference = positions[row, column] - positions[other, column];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    private static int Farthest(double[,] positions, int row, int columns) =>
        columns == 0 ? -1 : Enumerable.Range(0, columns).MaxBy(column => Math.Abs(positions[row, column]));
}
