using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// How busy a replica is beside its siblings: the robust mean over features of what it did by what they did. A hot shard
/// or a sticky client raises all that follows the load; what is left after the common scale is taken out is different.
/// The mean itself is the scale: loadings are slopes on it, so that they cannot all fall while scales rise.
/// </summary>
internal static class ActivityScale
{
    /// <summary>No ratio, scale or load is taken for more than this.</summary>
    private const float Widest = 20;

    /// <summary>Idlest that a replica is taken for.</summary>
    private const float Idlest = 0.1f;

    /// <summary>Features further than so many times from the mean count as that far: the mean is robust by it.</summary>
    private const float Close = 1.5f;

    /// <summary>After which that mean hardly moves.</summary>
    private const int Passes = 3;

    /// <summary>Features with this much precision in all pull the scale halfway from 1 to what was measured.</summary>
    private const float Doubt = 20;

    /// <summary>Even a feature that hardly varies is no measure of activity better than to a tenth.</summary>
    private const float LeastScaleVariance = 0.01f;

    /// <summary>
    /// Weighs each feature by how well it tells a replica's activity: all replicas do it once a window or more, it
    /// follows the load, and it varies little otherwise. And sets what each feature's loading is at the window's load.
    /// </summary>
    /// <returns>Variance of a scale measured so, all weights together, and the load: 1 is the mean of the past.</returns>
    public static (float Variance, float Weight, float Load) Weigh(VolumeColumns columns, Span<VolumeScratch.Block> scratch, float seconds, int replicas)
    {
        var (squares, weights) = (Vector<float>.Zero, Vector<float>.Zero);
        var (more, slopes) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var at = 0; at < scratch.Length; at++)
        {
            ref readonly var known = ref columns.Blocks[at];
            ref var sums = ref scratch[at];
            var counted = known.Counted * replicas;
            var isTelling = Vector.GreaterThan(sums.Sum, Vector<float>.Zero) & Vector.GreaterThanOrEqual(sums.Sum, counted);
            sums.PerSecond = Vector.ConditionalSelect(isTelling, new Vector<float>(seconds) / sums.Sum, Vector<float>.Zero);
            var variance = Vector.ConditionalSelect(isTelling, known.Dispersion + (counted / sums.Sum) + new Vector<float>(LeastScaleVariance), Vector<float>.One);
            var precision = Vector.ConditionalSelect(isTelling, known.Loading / variance, Vector<float>.Zero);
            sums.Precision = precision;
            weights += precision;
            squares += precision * precision * variance;

            var isKnown = Vector.GreaterThan(known.Rate, Vector<float>.Zero);
            var beyond = Vector.Min(sums.Sum / (Vector.Max(known.Rate, new Vector<float>(1e-9f)) * seconds), new Vector<float>(Widest)) - Vector<float>.One;
            more += Vector.ConditionalSelect(isKnown, precision * beyond, Vector<float>.Zero);
            slopes += Vector.ConditionalSelect(isKnown, precision * known.Loading, Vector<float>.Zero);
        }

        var weight = Vector.Sum(weights);
        var load = Math.Clamp(1 + (Vector.Sum(more) / (Vector.Sum(slopes) + Doubt)), 1 / Widest, Widest);
        SetLoadings(columns.Blocks, scratch, load, weight / (weight + Doubt));
        return (weight > 0 ? Vector.Sum(squares) / (weight * weight) : 1, weight, load);
    }

    /// <summary>
    /// What does not follow the load is the more of a feature the less load there is: an idle hour's processor time is that of
    /// timers.
    /// </summary>
    /// <param name="columns">What is known of the features.</param>
    /// <param name="scratch">Gets their loadings.</param>
    /// <param name="load">1 is the mean of the past.</param>
    /// <param name="told">Share of a replica's excess that the scale tells: loadings are slopes on that, and so steeper.</param>
    private static void SetLoadings(ReadOnlySpan<VolumeColumns.Block> columns, Span<VolumeScratch.Block> scratch, float load, float told)
    {
        var one = Vector<float>.One;
        for (var at = 0; at < scratch.Length; at++)
        {
            var loading = columns[at].Loading;
            var following = loading * told * load;
            var present = loading * load / Vector.Max(one - (loading * told) + following, new Vector<float>(1 / Widest));
            scratch[at].Loading = Vector.ConditionalSelect(Vector.LessThan(loading * told, one), present, loading);
        }
    }

    /// <param name="row">What the replica did.</param>
    /// <param name="scratch">What each column tells of the activity, and how well: the inverse of its relative variance.</param>
    /// <param name="weight">How well they tell it altogether.</param>
    /// <returns>1 where it is as busy as its siblings.</returns>
    public static float Of(VolumeRow row, ReadOnlySpan<VolumeScratch.Block> scratch, float weight)
    {
        var mean = 1f;
        if (weight > 0)
        {
            mean = Mean(row, scratch, 1 / Widest, Widest) / weight;
            for (var (pass, before) = (0, 0f); pass < Passes && mean != before; pass++)
                (before, mean) = (mean, Mean(row, scratch, mean / Close, mean * Close) / weight);
        }

        return Math.Clamp(1 + ((mean - 1) * weight / (weight + Doubt)), Idlest, Widest);
    }

    private static float Mean(VolumeRow row, ReadOnlySpan<VolumeScratch.Block> scratch, float least, float most)
    {
        var low = new Vector<float>(least);
        var high = new Vector<float>(most);
        var share = new Vector<float>(1 / row.Seconds);
        var sum = Vector<float>.Zero;
        var blocks = row.Blocks[..scratch.Length];
        for (var at = 0; at < scratch.Length; at++)
            sum += Vector.Min(Vector.Max(blocks[at].Amount * scratch[at].PerSecond * share, low), high) * scratch[at].Precision;
        return Vector.Sum(sum);
    }
}
