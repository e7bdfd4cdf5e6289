using System.Numerics;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// Judges how much of everything each replica did, beside its siblings in the same window. For each replica and feature:
/// the residual against the siblings' rate without this replica, in standard deviations of an overdispersed count, less
/// what the replica's own level and its last window foretold, is a bet <c>exp(z)</c> by its learned mean: an e-value
/// that averages to 1 for benign replicas whatever their distribution. Bets multiply over windows and start anew at
/// each window (Shiryaev-Roberts), so that slow deviations add up and the time to a false alarm is at least the
/// threshold.
/// </summary>
internal static class VolumeEvidence
{
    /// <summary>Fewest replicas that can be compared.</summary>
    public const int Fewest = 2;

    /// <summary>Windows in which a replica's own levels are learned before it is judged.</summary>
    public const int LearningWindows = ReplicaComparison.LearningWindows;

    /// <summary>Residuals beyond this count as this: one wild window alone proves little.</summary>
    private const float Clip = 3;

    /// <summary>Of counted events no window counts for more than this: bursts of retries are wild, and short.</summary>
    private const float MostCounted = 1.75f;

    /// <summary>The bet's mean for a residual of the normal distribution, clipped: about e^(1/2).</summary>
    public const float PriorExpectation = 1.5f;

    private const float MostEvidence = 1e20f;

    /// <summary>Windows in which a replica's level takes up half of a lasting difference: four hours.</summary>
    private const float LevelWindows = 240;

    /// <summary>The same while they are first learned.</summary>
    private const float FirstLevelWindows = 20;

    /// <summary>A level may differ from the siblings' by this share of it,</summary>
    private const float FreeLevel = 0.05f;

    /// <summary>and by so many of the levels' own deviations more; what lies beyond is not got used to.</summary>
    private const float LevelSpreads = 3.5f;

    /// <summary>Windows in which a feature must have been seen; how much of a new one is much, nobody knows.</summary>
    private const float LeastSeen = 15;

    /// <summary>Bets are worth this much less than fair: small differences that last are not news, and models are wrong.</summary>
    private const float Caution = 1.25f;

    /// <summary>Counts of events by so much more than amounts.</summary>
    private const float CountedCaution = 0.25f;

    /// <summary>Share of the newest residual in the mean of the recent ones.</summary>
    private const float Recent = 0.4f;

    /// <summary>Share of its time that even the idlest replica counts for.</summary>
    private const float LeastExposure = 0.1f;

    /// <summary>A change of activity, as a logarithm, that explains nothing.</summary>
    private const float UsualChange = 0.1f;

    /// <summary>How little is known of how a feature follows the activity: idle and busy hours differ in that.</summary>
    private const float LoadingVariance = 0.25f;

    /// <summary>Even a feature that hardly varies is no measure of activity better than to a tenth.</summary>
    private const float LeastScaleVariance = 0.01f;

    /// <summary>Judges one window of replicas that are siblings, and learns from those that are not frozen.</summary>
    public static void Judge(VolumeColumns columns, ReadOnlySpan<VolumeRow> rows, VolumeScratch scratch)
    {
        if (rows.Length < Fewest)
            return;
        var width = columns.Width;
        scratch.Begin(width, rows.Length);
        var seconds = 0f;
        foreach (var row in rows)
        {
            seconds += row.Seconds;
            Add(row, scratch);
        }

        Span<float> scales = rows.Length <= 256 ? stackalloc float[rows.Length] : new float[rows.Length];
        var (noise, followed) = Weigh(columns, scratch, seconds, rows.Length);
        for (var at = 0; at < rows.Length; at++)
        {
            scales[at] = ActivityScale.Of(rows[at].Amounts.AsSpan(0, width), scratch.PerSecond, scratch.Precision, rows[at].Seconds, followed);
        }

        var (common, squares) = (0f, 0f);
        for (var at = 0; at < rows.Length; at++)
        {
            var busy = rows[at].Seconds * scales[at];
            (common, squares) = (common + busy, squares + (busy * busy));
            AddLevels(columns, rows[at], scratch, scales[at] - 1);
        }

        for (var at = 0; at < rows.Length; at++)
        {
            var busy = rows[at].Seconds * scales[at];
            var siblings = (common - busy) * (common - busy) / MathF.Max(squares - (busy * busy), 1e-6f);
            Bet(columns, rows[at], scratch, seconds, scales[at] - 1, rows.Length, Math.Clamp(siblings, 1, rows.Length - 1));
        }

        VolumeLearning.Learn(columns, scratch, seconds, noise);
    }

    private static void Add(VolumeRow row, VolumeScratch scratch)
    {
        var who = new Vector<float>(row.Number);
        for (var at = 0; at < scratch.Sum.Length; at += Vector<float>.Count)
        {
            var amount = new Vector<float>(row.Amounts, at);
            (new Vector<float>(scratch.Sum, at) + amount).CopyTo(scratch.Sum, at);
            var most = new Vector<float>(scratch.Most, at);
            var top = new Vector<float>(scratch.Top, at);
            Vector.ConditionalSelect(Vector.GreaterThan(amount, most), who, top).CopyTo(scratch.Top, at);
            Vector.Max(most, amount).CopyTo(scratch.Most, at);
            (new Vector<float>(scratch.Doers, at) + Vector.Min(amount, Vector<float>.One)).CopyTo(scratch.Doers, at);
        }
    }

    /// <summary>
    /// Weighs each feature by how well it tells a replica's activity: all replicas do it once a window or more, it
    /// follows the load, and it varies little otherwise.
    /// </summary>
    /// <returns>Variance of a scale measured so, and the mean loading that it is measured by.</returns>
    private static (float Variance, float Loading) Weigh(VolumeColumns columns, VolumeScratch scratch, float seconds, int replicas)
    {
        var all = 0f;
        var followed = 0f;
        var squares = 0f;
        for (var at = 0; at < columns.Width; at++)
        {
            var sum = scratch.Sum[at];
            var isTelling = sum > 0 && sum >= replicas * columns.Counted[at];
            scratch.PerSecond[at] = isTelling ? seconds / sum : 0;
            var variance = isTelling ? columns.Dispersion[at] + (columns.Counted[at] * replicas / sum) + LeastScaleVariance : 1;
            var precision = isTelling ? columns.Loading[at] / variance : 0;
            scratch.Precision[at] = precision;
            all += precision;
            followed += precision * columns.Loading[at];
            squares += precision * precision * variance;
        }

        return followed > 0 ? (squares / (followed * followed), followed / all) : (1, 1);
    }

    /// <summary>
    /// A replica that is suddenly busier or idler than it was serves other clients, and does not do all in proportion:
    /// so much more of anything is explained by that.
    /// </summary>
    private static float Change(VolumeRow row, float excess, float step)
    {
        var scale = MathF.Log(1 + excess);
        var change = MathF.Abs(scale - row.Activity);
        row.Activity += (scale - row.Activity) * step;
        return MathF.Max(change - UsualChange, 0);
    }

    /// <summary>Adds up what is expected of the siblings if each keeps its own distance from the common level.</summary>
    private static void AddLevels(VolumeColumns columns, VolumeRow row, VolumeScratch scratch, float excess)
    {
        var own = new Vector<float>(row.Seconds);
        var ownExcess = new Vector<float>(row.Seconds * excess);
        for (var at = 0; at < columns.Width; at += Vector<float>.Count)
        {
            var exposure = Vector.Max(own + (new Vector<float>(columns.Loading, at) * ownExcess), own * LeastExposure);
            (new Vector<float>(scratch.Levelled, at) + (exposure * (Vector<float>.One + new Vector<float>(row.Level, at)))).CopyTo(scratch.Levelled, at);
            (new Vector<float>(scratch.Exposure, at) + exposure).CopyTo(scratch.Exposure, at);
        }
    }

    private static void Bet(
        VolumeColumns columns, VolumeRow row, VolumeScratch scratch, float allSeconds, float excess, int replicas, float siblings)
    {
        var own = new Vector<float>(row.Seconds);
        var ownExcess = new Vector<float>(row.Seconds * excess);
        var all = new Vector<float>(allSeconds);
        var window = new Vector<float>(allSeconds / replicas);
        var peers = new Vector<float>(1 + (1f / siblings));
        var clip = new Vector<float>(Clip);
        var grain = new Vector<float>(0.02f);
        var learn = row.Frozen ? Vector<float>.Zero : Vector<float>.One;
        var isNew = row.Windows < LearningWindows;
        var pace = 1 / (isNew ? FirstLevelWindows : LevelWindows);
        var step = new Vector<float>(pace);
        var free = new Vector<float>(isNew ? Clip : FreeLevel);
        var change = new Vector<float>(Change(row, excess, pace));
        var role = Roles.Holds(columns, row);
        var total = Vector<float>.Zero;
        for (var at = 0; at < columns.Width; at += Vector<float>.Count)
        {
            var counted = new Vector<float>(columns.Counted, at);
            var loading = new Vector<float>(columns.Loading, at);
            var amount = new Vector<float>(row.Amounts, at);
            var exposure = Vector.Max(own + (loading * ownExcess), own * LeastExposure);
            var lasting = new Vector<float>(row.Level, at);
            // The siblings' rate is what they did by what each of them usually does beside the others: a busy sibling with a mix of its own is no measure for the rest.
            var norm = new Vector<float>(scratch.Exposure, at) / new Vector<float>(scratch.Levelled, at);
            var level = ((Vector<float>.One + lasting) * norm) - Vector<float>.One;
            var theirs = Vector.Max(new Vector<float>(scratch.Exposure, at) - (exposure * (Vector<float>.One + level)), own * LeastExposure);
            var known = Vector.Max(new Vector<float>(scratch.Sum, at) - amount, Vector<float>.Zero);
            // Siblings that did little of it say little of its rate: then the past says the rest.
            var past = counted * window / (Vector<float>.One + known);
            var mean = (known + (new Vector<float>(columns.Rate, at) * past) + (counted * grain)) / (theirs + past) * exposure;
            var variance = (counted * mean * (Vector<float>.One + (exposure / theirs)))
                + (new Vector<float>(columns.Dispersion, at) * mean * mean * peers) + new Vector<float>(1e-9f);
            var doubt = mean * ownExcess / exposure;
            var doubtOfPeers = mean * (theirs - all + own) / theirs;
            variance += ((doubt * doubt) + (doubtOfPeers * doubtOfPeers)) * new Vector<float>(LoadingVariance);
            var deviation = Vector.SquareRoot(variance);
            var away = Vector.Min(Vector.Max((amount - mean - (mean * level)) / deviation, -clip), clip);

            // More than its siblings and more than itself: both must agree.
            var usual = Vector.Max(mean + (mean * Vector.Max(level, Vector<float>.Zero)), Roles.Amount(columns, at, role, mean, own));
            var over = amount - usual;
            over = Vector.ConditionalSelect(
                Vector.GreaterThan(over, Vector<float>.Zero), Vector.Max(over - (mean * loading * change), Vector<float>.Zero), over);
            var residual = Vector.Min(Vector.Max(over / deviation, -clip), clip);
            var before = new Vector<float>(row.Before, at);
            var news = residual - (new Vector<float>(columns.Persistence, at) * Vector.Max(before, Vector<float>.Zero));
            var bet = Vector.Exp(Vector.Min(Vector.Max(news, -clip), clip - (counted * new Vector<float>(Clip - MostCounted))));
            var evidence = (new Vector<float>(row.Evidence, at) + Vector<float>.One) * bet / (new Vector<float>(columns.Expectation, at) * (new Vector<float>(Caution) + (counted * new Vector<float>(CountedCaution))));
            evidence = Vector.ConditionalSelect(
                Vector.GreaterThan(new Vector<float>(columns.Seen, at), new Vector<float>(LeastSeen)), Vector.Min(evidence, new Vector<float>(MostEvidence)), Vector<float>.Zero);
            evidence.CopyTo(row.Evidence, at);
            (before + ((away - before) * new Vector<float>(Recent))).CopyTo(row.Before, at);
            total += evidence * new Vector<float>(columns.Weight, at);

            var ratio = Vector.Min((amount / Vector.Max(mean, new Vector<float>(1e-9f))) - Vector<float>.One, new Vector<float>(3));
            var told = Vector.Min(mean * mean / variance * 0.1f, Vector<float>.One);
            var limit = free + (new Vector<float>(columns.Spread, at) * LevelSpreads);
            var moved = Vector.Min(Vector.Max(lasting + (step * told * learn * (ratio - level)), -limit), limit);
            moved = Vector.Max(moved, new Vector<float>(-0.9f));
            moved.CopyTo(row.Level, at);

            scratch.Take(at, learn, bet, away, before, moved);
            scratch.TakeScale(at, learn, amount, excess, row.Seconds);
        }

        row.Total = Vector.Sum(total);
        if (++row.Windows == LearningWindows)
            row.Forget();
        if (!row.Frozen)
            scratch.Taken(excess);
    }
}
