namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Finds values by rank (Hoare 1961).</summary>
internal static class Selection
{
    /// <summary>Below it, sorting is as fast.</summary>
    private const int Few = 32;

    /// <param name="values">Brought into another order.</param>
    /// <param name="rank">From 0.</param>
    public static double Smallest(Span<double> values, int rank)
    {
        while (values.Length > Few)
        {
            var pivot = values[values.Length / 2];
            var (left, right) = (0, values.Length - 1);
            while (left <= right)
            {
                while (values[left] < pivot)
                    left++;
                while (values[right] > pivot)
                    right--;
                if (left > right)
                    break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            // What lies between the two is the pivot.
            if (rank > right && rank < left)
                return pivot;
            if (rank <= right)
            {
                values = values[..(right + 1)];
                continue;
            }

            values = values[left..];
            rank -= left;
        }

        values.Sort();
        return values[rank];
    }

    /// <param name="values">Brought into another order.</param>
    public static double Median(Span<double> values)
    {
        var upper = Smallest(values, values.Length / 2);
        return values.Length % 2 == 1 ? upper : 0.5 * (upper + Smallest(values, (values.Length / 2) - 1));
    }
}
