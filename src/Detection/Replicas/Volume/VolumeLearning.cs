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

    public static void Learn(VolumeColumns columns, VolumeScratch scratch, float seconds, float scaleVariance)
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
        for (var at = 0; at < columns.Width; at += Vector<float>.Count)
        {
            Move(columns.Expectation, at, rate, new Vector<float>(scratch.Bets, at) * mean, new Vector<float>(VolumeEvidence.PriorExpectation));
            LearnSpread(columns, scratch, at, rate, mean);
            Move(columns.Rate, at, rate, new Vector<float>(scratch.Sum, at) / seconds, Vector<float>.Zero);

            LearnMost(columns, scratch, at, seconds);

            var squares = new Vector<float>(scratch.Squares, at) * mean;
            var dispersion = new Vector<float>(columns.Dispersion, at) * Vector.Exp(pace * (squares - one));
            Vector.Min(Vector.Max(dispersion, new Vector<float>(LeastDispersion)), new Vector<float>(MostDispersion)).CopyTo(columns.Dispersion, at);

            var before = new Vector<float>(scratch.SquaresBefore, at) * mean;
            var follows = new Vector<float>(scratch.Products, at) * mean / Vector.Max(before, new Vector<float>(0.05f));
            follows = Vector.Min(Vector.Max(follows, -one), one);
            var persistence = new Vector<float>(columns.Persistence, at);
            persistence += rate * Vector.Min(before, one) * (follows - persistence);
            Vector.Min(Vector.Max(persistence, Vector<float>.Zero), new Vector<float>(MostPersistence)).CopyTo(columns.Persistence, at);

            if (telling > 0)
            {
                var slope = new Vector<float>(scratch.Moved, at) * mean / activity;
                var told = Vector.ConditionalSelect(Vector.GreaterThan(new Vector<float>(scratch.PerSecond, at), Vector<float>.Zero), pull, Vector<float>.Zero);
                var loading = new Vector<float>(columns.Loading, at);
                loading += told * (Vector.Min(Vector.Max(slope, Vector<float>.Zero), new Vector<float>(1.5f)) - loading);
                loading.CopyTo(columns.Loading, at);
            }
        }
    }

    private static void LearnSpread(VolumeColumns columns, VolumeScratch scratch, int at, Vector<float> rate, Vector<float> mean)
    {
        var before = new Vector<float>(columns.Spread, at);
        Move(columns.Spread, at, rate, new Vector<float>(scratch.Levels, at) * mean * 1.25f, Vector<float>.Zero);
        if (columns.Windows > VolumeColumns.Memory)
            Vector.Min(new Vector<float>(columns.Spread, at), before * (1 + SpreadGrowth)).CopyTo(columns.Spread, at);
    }

    private static void LearnMost(VolumeColumns columns, VolumeScratch scratch, int at, float seconds)
    {
        var zero = Vector<float>.Zero;
        var one = Vector<float>.One;
        var most = new Vector<float>(scratch.Most, at) * new Vector<float>(scratch.All / seconds);
        var seen = new Vector<float>(columns.Seen, at) + Vector.ConditionalSelect(Vector.GreaterThan(new Vector<float>(scratch.Sum, at), zero), one, zero);
        seen.CopyTo(columns.Seen, at);
        var pace = Vector.ConditionalSelect(Vector.GreaterThan(most, zero), one / Vector.Min(Vector.Max(seen, one), new Vector<float>(MostMemory)), zero);
        var doers = new Vector<float>(columns.Doers, at);
        doers += pace * ((new Vector<float>(scratch.Doers, at) / scratch.All) - doers);
        doers.CopyTo(columns.Doers, at);
        var top = new Vector<float>(scratch.Top, at);
        var before = new Vector<float>(columns.Top, at);
        var same = new Vector<float>(columns.Same, at);
        (same + (pace * (Vector.ConditionalSelect(Vector.Equals(top, before), one, zero) - same))).CopyTo(columns.Same, at);
        Vector.ConditionalSelect(Vector.GreaterThan(top, zero), top, before).CopyTo(columns.Top, at);
        var rest = (new Vector<float>(scratch.Sum, at) - new Vector<float>(scratch.Most, at)) / new Vector<float>(Math.Max(scratch.All - 1, 1));
        var times = Vector.Min(new Vector<float>(scratch.Most, at) / Vector.Max(rest, new Vector<float>(1e-9f)), new Vector<float>(MostTimes));
        var timesBefore = new Vector<float>(columns.MostTimes, at);
        (timesBefore + (pace * (times - timesBefore))).CopyTo(columns.MostTimes, at);
        var usual = new Vector<float>(columns.Most, at);
        (usual + (pace * (most - usual))).CopyTo(columns.Most, at);
    }

    private static void Move(float[] array, int at, Vector<float> rate, Vector<float> seen, Vector<float> least)
    {
        var known = new Vector<float>(array, at);
        Vector.Max(known + (rate * (seen - known)), least).CopyTo(array, at);
    }
}
