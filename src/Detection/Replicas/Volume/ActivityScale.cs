using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// How busy a replica is beside its siblings: the robust mean over features of what it did by what they did. A hot shard
/// or a sticky client raises all that follows the load; what is left after the common scale is taken out is different.
/// </summary>
internal static class ActivityScale
{
    private const float Widest = 20;
    private const float Close = 1.5f;
    private const int Passes = 3;

    /// <summary>Features with this much precision in all pull the scale halfway from 1 to what was measured.</summary>
    private const float Doubt = 20;

    /// <param name="amounts">What the replica did, by column.</param>
    /// <param name="perSecond">1 by the siblings' rate, by column; 0 where it is not known well.</param>
    /// <param name="precision">How well each column tells the activity: the inverse of its relative variance.</param>
    /// <param name="seconds">How long the replica was watched.</param>
    /// <param name="loading">Mean loading of the columns, each with its precision.</param>
    /// <returns>1 where it is as busy as its siblings.</returns>
    public static float Of(ReadOnlySpan<float> amounts, ReadOnlySpan<float> perSecond, ReadOnlySpan<float> precision, float seconds, float loading)
    {
        var (mean, weight) = Mean(amounts, perSecond, precision, seconds, 1 / Widest, Widest);
        for (var pass = 0; pass < Passes; pass++)
            (mean, weight) = Mean(amounts, perSecond, precision, seconds, mean / Close, mean * Close);
        return Math.Clamp(1 + ((mean - 1) / Math.Max(loading, 0.25f) * weight / (weight + Doubt)), 0.1f, 20);
    }

    private static (float Mean, float Weight) Mean(
        ReadOnlySpan<float> amounts, ReadOnlySpan<float> perSecond, ReadOnlySpan<float> precision, float seconds, float least, float most)
    {
        var low = new Vector<float>(least);
        var high = new Vector<float>(most);
        var share = new Vector<float>(1 / seconds);
        var sum = Vector<float>.Zero;
        var weights = Vector<float>.Zero;
        for (var at = 0; at < amounts.Length; at += Vector<float>.Count)
        {
            var inverse = new Vector<float>(perSecond[at..]);
            var weight = new Vector<float>(precision[at..]);
            var ratio = new Vector<float>(amounts[at..]) * inverse * share;
            sum += Vector.Min(Vector.Max(ratio, low), high) * weight;
            weights += weight;
        }

        var all = Vector.Sum(weights);
        return all > 0 ? (Vector.Sum(sum) / all, all) : (1, 0);
    }
}
