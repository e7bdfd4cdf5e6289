using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>Moves what is known of each feature a little towards what the window showed.</summary>
internal static class VolumeLearning
{
    /// <summary>Siblings are never believed to be alike to better than a seventh.</summary>
    private const float LeastDispersion = 0.02f;

    private const float MostDispersion = 100;

    /// <summary>A replica that becomes twice as busy as it usually is is not believed to do twice as much of anything to better than a fifth.</summary>
    private const float LeastLoadingVariance = 0.04f;

    private const float MostLoadingVariance = 1;

    /// <summary>
    /// Fewer replicas do not teach that changes of activity explain little, or that features follow it well: one client that
    /// stays with one of them is much of what they show.
    /// </summary>
    private const int Enough = 5;

    /// <summary>In which the mean change of activity follows the present one.</summary>
    private const float HourOfWindows = 60;

    private const float MostPersistence = 0.95f;

    /// <summary>
    /// Once levels were told for half a day, replicas are believed to differ more only slowly, by a tenth a day: one that drifts away would
    /// otherwise teach how far it may go.
    /// </summary>
    private const float SpreadGrowth = 0.1f / VolumeColumns.Memory;

    private const float MostMemory = 500;

    /// <summary>A role explains no more than so many times what the siblings do.</summary>
    private const float MostTimes = 10;

    /// <summary>A feature that was not shown for more windows than this, of all strata, tells nothing by it: it is not done any more.</summary>
    private const float Current = 60;

    /// <summary>Squared shares that add up to this teach half of what ever so many would.</summary>
    private const float LoadingDoubt = 0.5f;

    /// <summary>Where levels are told by less than this all together, they teach the less.</summary>
    private const float LevelDoubt = 0.02f;

    /// <summary>Standard deviation of a normal distribution by its mean distance: √(π/2).</summary>
    private const float MeanDistances = 1.25f;

    /// <summary>What the first beliefs weigh, in replica-windows.</summary>
    private const int Prior = 100;

    public static void Learn(VolumeColumns columns, in VolumeScratch scratch, float scaleVariance, int all)
    {
        if (!scratch.ArePeersTrusted)
            return;
        columns.Windows++;
        var areFew = scratch.Peers < Enough;
        if (!areFew)
            columns.MeanChange += ((scratch.Changes / scratch.Peers) - columns.MeanChange) / HourOfWindows;
        var (prior, leastLoadingVariance) = (new Vector<float>(VolumeColumns.PriorLoadingVariance), new Vector<float>(LeastLoadingVariance));
        var leastDispersion = new Vector<float>(LeastDispersion);
        var one = Vector<float>.One;
        var doubt = new Vector<float>(LoadingDoubt);
        var mostLoading = new Vector<float>(VolumeColumns.MostLoading);
        var mean = new Vector<float>(1f / scratch.Peers);
        var activity = scratch.Activity / scratch.Peers;
        var telling = Math.Max(activity - (3 * scaleVariance), 0);
        var pulled = telling / (telling + 0.05f);
        for (var at = 0; at < columns.Blocks.Length; at++)
        {
            ref var known = ref columns.Blocks[at];
            ref readonly var seen = ref scratch.Blocks[at];
            LearnMost(ref known, seen, scratch.Peers, scratch.PeerSeconds);
            var (rate, pace) = Paces(ref known, seen.Doers, scratch.Peers, columns.Windows);
            Move(ref known.Rate, rate, seen.Sum / scratch.PeerSeconds, Vector<float>.Zero);
            var each = one / Vector.Max(seen.Weights, new Vector<float>(VolumeEvidence.OfSuspects));
            Move(ref known.Expectation, rate, seen.Bets * each, new Vector<float>(VolumeEvidence.PriorExpectation));
            LearnSpread(ref known, seen, Vector.GreaterThan(rate, Vector<float>.Zero), scratch, all);

            // The variance of the loading is taught by those who are far from their usual activity, however few, and the dispersion by the rest.
            var ofLoading = seen.SquaresOfLoading - seen.SquaredShares;
            Grow(ref known.Dispersion, pace * each * (seen.Squares - seen.Weights - ofLoading), leastDispersion, MostDispersion);
            var least = areFew ? Vector.Min(known.LoadingVariance, prior) : leastLoadingVariance;
            Grow(ref known.LoadingVariance, pace * ofLoading / (seen.SquaredSharesOfAll + doubt), least, MostLoadingVariance);

            var before = seen.SquaresBefore * each;
            var follows = seen.Products * each / Vector.Max(before, new Vector<float>(0.05f));
            follows = Vector.Min(Vector.Max(follows, -one), one);
            var persistence = known.Persistence + (rate * Vector.Min(before, one) * (follows - known.Persistence));
            known.Persistence = Vector.Min(Vector.Max(persistence, Vector<float>.Zero), new Vector<float>(MostPersistence));

            if (telling > 0)
            {
                var slope = seen.Moved * mean / activity;
                var told = Vector.ConditionalSelect(Vector.GreaterThan(seen.PerSecond, Vector<float>.Zero), rate * pulled, Vector<float>.Zero);
                // The window tells the loading at its own load: what was foretold of that is what was wrong.
                slope = Vector.Min(Vector.Max(slope, Vector<float>.Zero), mostLoading);
                known.Loading = Vector.Min(Vector.Max(known.Loading + (told * (slope - seen.Loading)), Vector<float>.Zero), mostLoading);
            }
        }
    }

    /// <summary>
    /// A feature is learned of while it is current: what a revision no longer does would otherwise be taken for done by all
    /// alike. What most replicas began to do is learned fast, however old the workload is; what a few began is not, or
    /// they would teach what is to be expected of them.
    /// </summary>
    /// <returns>Shares of what the window showed, for means and for the logarithm of the dispersion.</returns>
    private static (Vector<float> Rate, Vector<float> Pace) Paces(ref VolumeColumns.Block known, Vector<float> doers, int replicas, int windows)
    {
        var (zero, one) = (Vector<float>.Zero, Vector<float>.One);
        var isCurrent = Vector.LessThanOrEqual(known.SinceShown, new Vector<float>(Current)) & Vector.GreaterThan(known.Seen, zero);
        known.Age += Vector.ConditionalSelect(isCurrent, one, zero);
        var ofMost = Vector.GreaterThan(doers + doers, new Vector<float>(replicas));
        var age = Vector.ConditionalSelect(ofMost, Vector.Min(known.Age, new Vector<float>(windows)), new Vector<float>(windows));
        age = Vector.Min(age, new Vector<float>(VolumeColumns.Memory));
        var rate = RateOf(age, replicas);
        var pace = Vector.Max(new Vector<float>(4) / (age + new Vector<float>(10)), new Vector<float>(0.005f));
        return (Vector.ConditionalSelect(isCurrent, rate, zero), Vector.ConditionalSelect(isCurrent, pace, zero));
    }

    /// <summary>
    /// Levels of what is rare, or of a new revision, are learned late. The spread's age is how long levels were told, not the
    /// feature's: while all levels are still near 0 it would otherwise pass for known.
    /// </summary>
    private static void LearnSpread(ref VolumeColumns.Block known, in VolumeScratch.Block seen, Vector<int> isCurrent, in VolumeScratch window, int all)
    {
        var before = known.Spread;
        var told = Vector.ConditionalSelect(isCurrent, seen.Told, Vector<float>.Zero);
        var shown = seen.Levels / Vector.Max(seen.Told, new Vector<float>(1e-9f)) * MeanDistances;
        // Each newcomer among n replicas lets an n-th of what is known be taught anew.
        var age = known.LevelAge * (1 - ((float)window.Newcomers / all));
        known.LevelAge = Vector.Min(age + (told / new Vector<float>(window.Peers)), new Vector<float>(VolumeColumns.Memory));
        var rate = RateOf(known.LevelAge, window.Peers) * Vector.Min(told / new Vector<float>(LevelDoubt), Vector<float>.One);
        Move(ref known.Spread, rate, shown, Vector<float>.Zero);
        var isOld = Vector.GreaterThanOrEqual(known.LevelAge, new Vector<float>(VolumeColumns.Memory / 2f));
        known.Spread = Vector.ConditionalSelect(isOld, Vector.Min(known.Spread, before * (1 + SpreadGrowth)), known.Spread);
    }

    /// <returns>What a window weighs in a mean that was learned in so many.</returns>
    private static Vector<float> RateOf(Vector<float> age, int replicas) =>
        Vector.Min(new Vector<float>(2f * replicas) / (new Vector<float>(Prior) + (age * replicas)), Vector<float>.One);

    private static void LearnMost(ref VolumeColumns.Block known, in VolumeScratch.Block window, int replicas, float seconds)
    {
        var zero = Vector<float>.Zero;
        var one = Vector<float>.One;
        var most = window.Most * new Vector<float>(replicas / seconds);
        var isShown = Vector.GreaterThan(window.Sum, zero);
        known.Seen += Vector.ConditionalSelect(isShown, one, zero);
        known.SinceShown = Vector.ConditionalSelect(isShown, zero, known.SinceShown + one);
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

    private static void Grow(ref Vector<float> known, Vector<float> logarithm, Vector<float> least, float most) =>
        known = Vector.Min(Vector.Max(known * Vector.Exp(logarithm), least), new Vector<float>(most));
}
