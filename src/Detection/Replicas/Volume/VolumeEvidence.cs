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
    public const float Clip = 3;

    /// <summary>Of counted events no window counts for more than this: bursts of retries are wild, and short.</summary>
    public const float MostCounted = 1.75f;

    /// <summary>The bet's mean for a residual of the normal distribution, clipped: about e^(1/2).</summary>
    public const float PriorExpectation = 1.5f;

    private const float MostEvidence = 1e20f;

    /// <summary>Of greater amounts squares do not fit.</summary>
    private const float MostMean = 1e15f;

    /// <summary>Evidence from which a replica is a suspect, long before it is reported: e^6.</summary>
    private const float Suspect = 403;

    /// <summary>What a suspect's share in what is learned is, beside others': what it does shall not become the measure of it.</summary>
    public const float OfSuspects = 0.2f;

    /// <summary>Windows in which a feature must have been seen; how much of a new one is much, nobody knows.</summary>
    public const float LeastSeen = 15;

    /// <summary>Bets are worth this much less than fair: small differences that last are not news, and models are wrong.</summary>
    public const float Caution = 1.25f;

    /// <summary>Counts of events by so much more than amounts.</summary>
    public const float CountedCaution = 0.25f;

    /// <summary>Share of the newest residual in the mean of the recent ones.</summary>
    private const float Recent = 0.4f;

    /// <summary>Share of its time that even the idlest replica counts for.</summary>
    private const float LeastExposure = 0.1f;

    /// <summary>
    /// Judges one window of siblings, each by those that are beyond suspicion, and learns from them. Where these are less than
    /// <see cref="Fewest"/>, all judge all, and nothing is learned.
    /// </summary>
    /// <returns>The sums of the window; whoever called disposes of them.</returns>
    public static VolumeScratch Judge(VolumeColumns columns, ReadOnlySpan<VolumeRow> rows, int all)
    {
        var scratch = new VolumeScratch(columns.Blocks.Length, rows);
        foreach (var row in rows)
        {
            if (!scratch.IsPeer(row))
                continue;
            scratch.PeerSeconds += row.Seconds;
            Add(row, scratch.Blocks);
        }

        Span<float> scales = rows.Length <= 256 ? stackalloc float[rows.Length] : new float[rows.Length];
        var telling = ActivityScale.Weigh(columns, scratch.Blocks, scratch.PeerSeconds, scratch.Peers);
        scratch.Load = telling.Load;
        var (common, squares, unusual) = (0f, 0f, 0f);
        for (var at = 0; at < rows.Length; at++)
        {
            scales[at] = ActivityScale.Of(rows[at], scratch.Blocks, telling.Weight);
            if (!scratch.IsPeer(rows[at]))
                continue;
            var busy = rows[at].Seconds * scales[at];
            (common, squares) = (common + busy, squares + (busy * busy));
            unusual += rows[at].Unusual(scales[at] - 1);
            AddLevels(rows[at], scratch.Blocks, scales[at] - 1);
            scratch.SettledPeers += rows[at].IsNew ? 0 : 1;
        }

        Prepare(columns, scratch);
        var (marked, hasRoles) = (-1f, false);
        for (var at = 0; at < rows.Length; at++)
        {
            var row = rows[at];
            if (row.Seconds != marked)
                (marked, hasRoles) = (row.Seconds, Roles.Mark(columns, scratch.Blocks, row.Seconds));
            var busy = scratch.IsPeer(row) ? row.Seconds * scales[at] : 0;
            var siblings = (common - busy) * (common - busy) / MathF.Max(squares - (busy * busy), 1e-6f);
            Bet(columns, row, ref scratch, unusual, scales[at] - 1, Math.Clamp(siblings, 1, rows.Length - 1), Roles.Holds(columns, scratch.Blocks, row, hasRoles));
        }

        VolumeLearning.Learn(columns, scratch, telling.Variance, all);
        return scratch;
    }

    private static void Add(VolumeRow row, Span<VolumeScratch.Block> scratch)
    {
        var who = new Vector<float>(row.Number);
        var own = row.Blocks[..scratch.Length];
        for (var at = 0; at < scratch.Length; at++)
        {
            ref var sums = ref scratch[at];
            var amount = own[at].Amount;
            sums.Sum += amount;
            sums.Top = Vector.ConditionalSelect(Vector.GreaterThan(amount, sums.Most), who, sums.Top);
            sums.Most = Vector.Max(sums.Most, amount);
            sums.Doers += Vector.Min(amount, Vector<float>.One);
        }
    }

    /// <summary>Adds up what is expected of the siblings if each keeps its own distance from the common level.</summary>
    private static void AddLevels(VolumeRow row, Span<VolumeScratch.Block> scratch, float excess)
    {
        var own = new Vector<float>(row.Seconds);
        var ownExcess = new Vector<float>(row.Seconds * excess);
        var settled = row.IsNew ? Vector<float>.Zero : Vector<float>.One;
        var blocks = row.Blocks[..scratch.Length];
        for (var at = 0; at < scratch.Length; at++)
        {
            var exposure = Vector.Max(own + (scratch[at].Loading * ownExcess), own * LeastExposure);
            var level = Vector<float>.One + blocks[at].Level;
            scratch[at].Levelled += exposure * level;
            scratch[at].Exposure += exposure;
            scratch[at].SettledLevels += level * settled;
        }
    }

    /// <summary>Works out what is the same for all replicas of the window.</summary>
    private static void Prepare(VolumeColumns columns, in VolumeScratch scratch)
    {
        var one = Vector<float>.One;
        var settled = new Vector<float>(scratch.SettledPeers);
        var centring = new Vector<float>(scratch.SettledPeers > 0 && scratch.ArePeersTrusted ? 1 / OwnLevels.CentringWindows : 0);
        var spreads = new Vector<float>(OwnLevels.MostSpreads(scratch.Peers, columns.Levels));
        for (var at = 0; at < scratch.Blocks.Length; at++)
        {
            ref readonly var known = ref columns.Blocks[at];
            ref var sums = ref scratch.Blocks[at];
            // The siblings' rate is what they did by what each of them usually does beside the others: a busy sibling with a mix of its own is no measure for the rest.
            sums.Norm = sums.Exposure / sums.Levelled;
            // If all levels rose together it would mean nothing, and a limit would bind a replica that is as its siblings are.
            sums.Centring = one + (((settled / Vector.Max(sums.SettledLevels, new Vector<float>(1e-9f))) - one) * centring);
            sums.Straying = Vector.Exp(known.Spread * spreads) - one;
            sums.Price = known.Expectation * (new Vector<float>(Caution) + (known.Counted * new Vector<float>(CountedCaution)));
        }
    }

    private static void Bet(VolumeColumns columns, VolumeRow row, ref VolumeScratch scratch, float unusualOfPeers, float excess, float siblings, bool isHolder)
    {
        var own = new Vector<float>(row.Seconds);
        var ownExcess = new Vector<float>(row.Seconds * excess);
        // Before the usual follows the present: all replicas' changes hold this one.
        var usually = row.Usual - 1;
        var partOfPeers = scratch.IsPeer(row) ? 1f : 0f;
        var (ownUnusual, othersUnusual) = (new Vector<float>(excess - usually), new Vector<float>(unusualOfPeers - (partOfPeers * row.Unusual(excess))));
        var ownUsually = new Vector<float>(usually);
        var window = new Vector<float>(scratch.PeerSeconds / scratch.Peers);
        var isPeer = new Vector<float>(partOfPeers);
        // Those that may be odd as well cannot tell when it is no longer.
        var isByPast = row.Frozen && !scratch.ArePeersTrusted;
        var more = new Vector<float>(scratch.Load - 1);
        var peers = new Vector<float>(1 + (1f / siblings));
        var clip = new Vector<float>(Clip);
        var (grain, least) = (new Vector<float>(0.02f), new Vector<float>(LeastExposure));
        var most = new Vector<float>(MostMean);
        var suspect = new Vector<float>(Suspect);
        var ofSuspects = new Vector<float>(OfSuspects);
        var learn = row.Learn;
        var isNew = row.IsNew;
        scratch.Newcomers += row.Windows == 0 && !row.Frozen ? 1 : 0;
        var pace = scratch.ArePeersTrusted ? 1 / (isNew ? OwnLevels.FirstWindows : OwnLevels.Windows) : 0;
        var step = new Vector<float>(pace);
        var free = new Vector<float>(isNew ? OwnLevels.Most : OwnLevels.Free);
        var part = VolumeScratch.Part(excess);
        var changed = row.Follow(excess, row.Frozen ? 0 : pace);
        var change = new Vector<float>(columns.ChangeBeyondUsual(changed));
        var role = isHolder ? Vector<int>.AllBitsSet : Vector<int>.Zero;
        var total = Vector<float>.Zero;
        var features = columns.Blocks;
        var sumsOfWindow = scratch.Blocks;
        var blocks = row.Blocks[..sumsOfWindow.Length];
        for (var at = 0; at < sumsOfWindow.Length; at++)
        {
            ref readonly var known = ref features[at];
            ref var sums = ref sumsOfWindow[at];
            ref var block = ref blocks[at];
            var counted = known.Counted;
            var amount = block.Amount;
            var exposure = Vector.Max(own + (sums.Loading * ownExcess), own * LeastExposure);
            var lasting = block.Level;
            var level = ((Vector<float>.One + lasting) * sums.Norm) - Vector<float>.One;
            var theirs = Vector.Max(sums.Exposure - (exposure * (Vector<float>.One + level) * isPeer), own * LeastExposure);
            var others = isByPast
                ? known.Rate * theirs * Vector.Max(Vector<float>.One + (known.Loading * more), grain)
                : Vector.Max(sums.Sum - (amount * isPeer), Vector<float>.Zero);
            // Siblings that did little of it say little of its rate: then the past says the rest.
            var past = counted * window / (Vector<float>.One + others);
            var mean = (others + (known.Rate * past) + (counted * grain)) / (theirs + past) * exposure;
            mean = Vector.Min(mean, most);
            var variance = (counted * mean * (Vector<float>.One + (exposure / theirs)))
                + (known.Dispersion * mean * mean * peers) + new Vector<float>(1e-9f);
            // A level holds for the activity at which it was learned: what is not known is how the feature follows from there.
            var doubt = mean * own * ownUnusual / (exposure * Vector.Max(Vector<float>.One + (sums.Loading * ownUsually), least));
            var doubtOfPeers = mean * othersUnusual / theirs;
            var ofLoading = ((doubt * doubt) + (doubtOfPeers * doubtOfPeers)) * known.LoadingVariance;
            variance += ofLoading;
            var standard = Vector<float>.One / Vector.SquareRoot(variance);
            var away = Vector.Min(Vector.Max((amount - mean - (mean * level)) * standard, -clip), clip);

            // More than its siblings and more than itself: both must agree.
            var usual = Vector.Max(mean + (mean * Vector.Max(level, Vector<float>.Zero)), Roles.Amount(known, role | sums.IsOfRole, mean, own));
            var over = amount - usual;
            over = Vector.ConditionalSelect(
                Vector.GreaterThan(over, Vector<float>.Zero), Vector.Max(over - (mean * sums.Loading * change), Vector<float>.Zero), over);
            var residual = Vector.Min(Vector.Max(over * standard, -clip), clip);
            var before = block.Before;
            var news = residual - (known.Persistence * Vector.Max(before, Vector<float>.Zero));
            var bet = Vector.Exp(Vector.Min(Vector.Max(news, -clip), clip - (counted * new Vector<float>(Clip - MostCounted))));
            var evidence = (block.Evidence + Vector<float>.One) * bet / sums.Price;
            evidence = Vector.ConditionalSelect(
                Vector.GreaterThan(known.Seen, new Vector<float>(LeastSeen)), Vector.Min(evidence, new Vector<float>(MostEvidence)), Vector<float>.Zero);
            block.Evidence = evidence;
            var trust = Vector.ConditionalSelect(Vector.GreaterThan(evidence, suspect), ofSuspects, Vector<float>.One) * learn;
            block.Before = before + ((away - before) * new Vector<float>(Recent));
            total += evidence * known.Weight;

            var ratio = Vector.Min((amount / Vector.Max(mean, new Vector<float>(1e-9f))) - Vector<float>.One, new Vector<float>(OwnLevels.Most));
            var told = Vector.Min(mean * mean / variance * OwnLevels.Telling, Vector<float>.One);
            var limit = free + sums.Straying;
            var moved = ((Vector<float>.One + lasting + (step * told * learn * (ratio - level))) * sums.Centring) - Vector<float>.One;
            moved = Vector.Max(Vector.Min(Vector.Max(moved, -limit), limit), new Vector<float>(OwnLevels.Least));
            block.Level = moved;

            var share = ofLoading * standard * standard;
            sums.Take(learn, trust, bet, away, before, moved, told, share * share);
            sums.TakeScale(learn, amount, excess, part, row.Seconds);
        }

        if (!row.Frozen)
            scratch.Taken(excess, columns.Teaching(changed));
        row.Total = Vector.Sum(total);
        if (scratch.ArePeersTrusted && ++row.Windows == LearningWindows)
            row.Forget();
    }
}
