using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>Moves what is known of each feature a little towards what the window showed.</summary>
internal static class VolumeLearning
{
    /// <summary>Siblings are never believed to be alike to better than a seventh.</summary>
    private const float LeastDispersion = 0.02f;

    private const float MostDispersion = 100;
    private const float MostPersistence = 0.95f;

    /// <summary>
    /// After the first day replicas are believed to differ more only slowly, by a tenth a day: one that drifts away would
    /// otherwise teach how far it may go.
    /// </summary>
    private const float SpreadGrowth = 0.1f / VolumeColumns.Memory;

    private const float MostMemory = 500;

    /// <summary>A role explains no more than so many times what the siblings do.</summary>
    private const float MostTimes = 10;

    /// <summary>What the first beliefs weigh, in replica-windows.</summary>
    private const int Prior = 100;

    public static void Learn(VolumeColumns columns, in VolumeScratch scratch, float seconds, float scaleVariance)
    {
        if (scratch.Replicas == 0)
            return;
        columns.Windows++;
        var windows = Math.Min(columns.Windows, VolumeColumns.Memory);
        var one = Vector<float>.One;
        var mean = new Vector<float>(1f / scratch.Replicas);
        var rate = new Vector<float>(2f * scratch.Replicas / ((float)Prior + ((float)windows * scratch.Replicas)));
        var pace = new Vector<float>(Math.Max(4f / (windows + 10), 0.005f));
        var activity = scratch.Activity / scratch.Replicas;
        var telling = Math.Max(activity - (3 * scaleVariance), 0);
        var pull = rate * (telling / (telling + 0.05f));
        for (var at = 0; at < columns.Blocks.Length; at++)
        {
            ref var known = ref columns.Blocks[at];
            ref readonly var seen = ref scratch.Blocks[at];
            var each = one / Vector.Max(seen.Weights, new Vector<float>(VolumeEvidence.OfSuspects));
            Move(ref known.Expectation, rate, seen.Bets * each, new Vector<float>(VolumeEvidence.PriorExpectation));
            LearnSpread(ref known, columns.Windows, seen.Levels * each * 1.25f, rate);
            Move(ref known.Rate, rate, seen.Sum / seconds, Vector<float>.Zero);
            LearnMost(ref known, seen, scratch.All, seconds);

            var dispersion = known.Dispersion * Vector.Exp(pace * ((seen.Squares * each) - one));
            known.Dispersion = Vector.Min(Vector.Max(dispersion, new Vector<float>(LeastDispersion)), new Vector<float>(MostDispersion));

            var before = seen.SquaresBefore * each;
            var follows = seen.Products * each / Vector.Max(before, new Vector<float>(0.05f));
            follows = Vector.Min(Vector.Max(follows, -one), one);
            var persistence = known.Persistence + (rate * Vector.Min(before, one) * (follows - known.Persistence));
            known.Persistence = Vector.Min(Vector.Max(persistence, Vector<float>.Zero), new Vector<float>(MostPersistence));

            if (telling > 0)
            {
                var slope = seen.Moved * mean / activity;
                var told = Vector.ConditionalSelect(Vector.GreaterThan(seen.PerSecond, Vector<float>.Zero), pull, Vector<float>.Zero);
                known.Loading += told * (Vector.Min(Vector.Max(slope, Vector<float>.Zero), new Vector<float>(1.5f)) - known.Loading);
            }
        }
    }

    private static void LearnSpread(ref VolumeColumns.Block known, int windows, Vector<float> seen, Vector<float> rate)
    {
        var before = known.Spread;
        Move(ref known.Spread, rate, seen, Vector<float>.Zero);
        if (windows > VolumeColumns.Memory)
            known.Spread = Vector.Min(known.Spread, before * (1 + SpreadGrowth));
    }

    private static void LearnMost(ref VolumeColumns.Block known, in VolumeScratch.Block window, int replicas, float seconds)
    {
        var zero = Vector<float>.Zero;
        var one = Vector<float>.One;
        var most = window.Most * new Vector<float>(replicas / seconds);
        known.Seen += Vector.ConditionalSelect(Vector.GreaterThan(window.Sum, zero), one, zero);
        var pace = Vector.ConditionalSelect(Vector.GreaterThan(most, zero), one / Vector.Min(Vector.Max(known.Seen, one), new Vector<float>(MostMemory)), zero);
        known.Doers += pace * ((window.Doers / replicas) - known.Doers);
        known.Same += pace * (Vector.ConditionalSelect(Vector.Equals(window.Top, known.Top), one, zero) - known.Same);
        known.Top = Vector.ConditionalSelect(Vector.GreaterThan(window.Top, zero), window.Top, known.Top);
        var rest = (window.Sum - window.Most) / new Vector<float>(Math.Max(replicas - 1, 1));
        var times = Vector.Min(window.Most / Vector.Max(rest, new Vector<float>(1e-9f)), new Vector<float>(MostTimes));
        known.MostTimes += pace * (times - known.MostTimes);
        known.Most += pace * (most - known.Most);
    }

    private static void Move(ref Vector<float> known, Vector<float> rate, Vector<float> seen, Vector<float> least) =>
        known = Vector.Max(known + (rate * (seen - known)), least);
}
