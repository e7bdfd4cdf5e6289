namespace IncidentMesh.Detection.Replicas.Fleet;

/// <summary>
/// Orders workloads by what stands against them, and says which stand out of the whole fleet: the more workloads are
/// watched, the more of them look odd by chance.
/// </summary>
public static class FleetRanking
{
    /// <summary>
    /// The e-BH procedure of Wang and Ramdas (False discovery rate control with e-values, 2022): of n workloads in order
    /// of their e-values the first k stand out, for the greatest k whose k-th e-value is at least n / (k · share). It holds
    /// under any dependence between workloads.
    /// </summary>
    /// <param name="eValues">An e-value for each workload of the fleet, also of those of which nothing is to be said.</param>
    /// <param name="falseShare">Share of benign ones that is tolerated among those that stand out, on average; above 0, at most 1.</param>
    /// <returns>All of them, the strongest evidence first, equals by name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    public static IReadOnlyList<RankedWorkload> Rank(IReadOnlyDictionary<string, double> eValues, double falseShare)
    {
        ArgumentNullException.ThrowIfNull(eValues);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(falseShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(falseShare, 1);
        var ordered = eValues.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).ToList();
        var outstanding = ordered.Count;
        while (outstanding > 0 && !(ordered[outstanding - 1].Value * outstanding * falseShare >= ordered.Count))
            outstanding--;
        return [.. ordered.Select((pair, at) => new RankedWorkload(pair.Key, pair.Value, at < outstanding))];
    }
}
