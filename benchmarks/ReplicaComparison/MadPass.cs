namespace IncidentMesh.Benchmarks.ReplicaComparison;

/// <summary>
/// The plainest comparison there is, for scale: for each feature the median over replicas and the median absolute
/// deviation, and how many replicas are beyond eight of them.
/// </summary>
internal sealed class MadPass(long[][] window)
{
    private readonly float[][] _columns = [.. Enumerable.Range(0, window[0].Length).Select(feature => window.Select(replica => (float)replica[feature]).ToArray())];
    private readonly float[] _sorted = new float[window.Length];

    public int Run()
    {
        var beyond = 0;
        foreach (var column in _columns)
        {
            column.CopyTo(_sorted, 0);
            Array.Sort(_sorted);
            var median = _sorted[_sorted.Length / 2];
            for (var at = 0; at < column.Length; at++)
                _sorted[at] = Math.Abs(column[at] - median);
            Array.Sort(_sorted);
            var deviation = Math.Max(_sorted[_sorted.Length / 2], 0.5f);
            foreach (var amount in column)
                beyond += Math.Abs(amount - median) > 8 * deviation ? 1 : 0;
        }

        return beyond;
    }
}
