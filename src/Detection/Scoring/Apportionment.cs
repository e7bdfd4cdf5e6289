namespace IncidentMesh.Detection.Scoring;

/// <summary>Rounds shares so that the rounded ones add up to the rounded whole: the largest remainders are rounded up.</summary>
internal static class Apportionment
{
    /// <param name="shares">What is rounded.</param>
    /// <param name="whole">Their sum in units, rounded.</param>
    /// <param name="unit">What they are rounded to a multiple of, such as 1 or 0.01.</param>
    /// <returns>Shares in units, in the order of <paramref name="shares"/>.</returns>
    public static IReadOnlyList<long> Round(IReadOnlyList<double> shares, long whole, double unit)
    {
        var rounded = shares.Select(share => (long)Math.Floor(share / unit)).ToArray();
        var missing = whole - rounded.Sum();
        foreach (var index in Enumerable.Range(0, shares.Count)
            .OrderByDescending(index => (shares[index] / unit) - rounded[index]).ThenBy(static index => index)
            .Take((int)Math.Clamp(missing, 0, shares.Count)))
            rounded[index]++;
        return rounded;
    }
}
