namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// How high the evidence of benign replicas rises in one family, learned from the rises that the workload had. If the
/// bets are fair, a rise above e^m comes at most once in e^m windows of a replica. Where replicas differ in ways that the
/// model does not know, rises are higher: how often some mark was passed, and how far beyond it they went, tells how high
/// an alarm must stand. All marks are asked and the most doubtful answer is taken, because a few tall rises can hide
/// among many low ones.
/// </summary>
/// <param name="isRetried">Whether failures make events of the family soar.</param>
internal sealed partial class EvidenceTail(bool isRetried)
{
    /// <summary>Logarithm of the mark from which a rise is counted.</summary>
    public const int Mark = 2;

    /// <summary>Logarithm of the mark below which a rise has ended.</summary>
    public const double End = 0.7;

    private const int Highest = 40;

    /// <summary>Replica-windows that the belief in fair bets is worth.</summary>
    private const double PriorWindows = 2000;

    /// <summary>Rises that the belief in their mean height is worth.</summary>
    private const double PriorRises = 5;

    /// <summary>That height above the lowest mark, with many siblings: fair bets go 1 beyond any mark.</summary>
    private const double PriorHeight = 1.3;

    /// <summary>How much higher it is believed the fewer siblings there are: they foretell less.</summary>
    private const double HeightOfFew = 2;

    /// <summary>Odds that heights are heavy-tailed, before any was seen: of what is retried when something fails,</summary>
    private const double PriorHeavyRetried = 0.2;

    /// <summary>and of all else.</summary>
    private const double PriorHeavy = 1e-6;

    /// <summary>Index of Pareto's distribution that is believed at first.</summary>
    private const double PriorIndex = 2;

    private readonly int[] _peaks = new int[Highest - Mark + 1];

    /// <summary>Logarithm of the highest evidence of those rises that were told; 0 where none was.</summary>
    private double _highestTold;

    /// <summary>Counts a rise.</summary>
    /// <param name="peak">Logarithm of its highest evidence.</param>
    public void Add(double peak) => _peaks[Bin(peak)]++;

    /// <summary>
    /// Counts a rise that was told, or the highest such before it if that is lower. One may have been no benign one, and shall not
    /// hide the next. Two are a habit, or known to who was told.
    /// </summary>
    /// <param name="peak">Logarithm of its evidence when it was told.</param>
    public void AddTold(double peak)
    {
        if (_highestTold > 0)
            Add(Math.Min(peak, _highestTold));
        _highestTold = Math.Max(peak, _highestTold);
    }

    /// <summary>Takes back a rise that was counted.</summary>
    /// <param name="peak">Logarithm of its highest evidence.</param>
    public void Withdraw(double peak) => _peaks[Bin(peak)]--;

    /// <param name="peak">Logarithm of the highest evidence of a rise.</param>
    /// <param name="counted">The same of its replica's story, which is counted; null where it has none.</param>
    /// <param name="share">Share of the evidence that the family has: its rises may be so much rarer only.</param>
    /// <param name="windows">Windows of replicas that were watched.</param>
    /// <param name="replicas">Replicas that are compared.</param>
    /// <returns>How often a benign replica rises so high by chance, per window and by the family's share, going by all other rises.</returns>
    public double Rate(double peak, double? counted, double share, double windows, int replicas)
    {
        Span<int> above = stackalloc int[_peaks.Length + 1];
        Span<double> beyond = stackalloc double[_peaks.Length + 1];
        Span<double> logarithms = stackalloc double[_peaks.Length + 1];
        above.Clear();
        beyond.Clear();
        logarithms.Clear();
        var own = counted is { } one ? Bin(one) : -1;
        for (var bin = _peaks.Length - 1; bin >= 0; bin--)
        {
            var rises = _peaks[bin] - (bin == own ? 1 : 0);
            beyond[bin] = beyond[bin + 1] + above[bin + 1];
            above[bin] = above[bin + 1] + rises;
            logarithms[bin] = logarithms[bin + 1] + (rises * Math.Log(Mark + bin + 0.5));
        }

        var most = Math.Exp(-peak);
        var height = PriorHeight + (HeightOfFew / Math.Pow(Math.Max(replicas - 1, 1), 1.6));
        for (var bin = 0; bin < _peaks.Length && Mark + bin <= peak - 1; bin++)
        {
            var mark = Mark + bin;
            var sum = beyond[bin] + (above[bin] / 2.0);
            // Rises beyond a high mark are few: then those beyond the mark below tell how far they go.
            height = Math.Max(height, ((PriorRises * height) + sum) / (PriorRises + above[bin]));
            var rate = ((PriorWindows * Math.Exp(-mark)) + (above[bin] / share)) / (PriorWindows + windows);
            var pareto = ParetoFit(mark, above[bin], sum, logarithms[bin] - (above[bin] * Math.Log(mark)), height);
            most = Math.Max(most, rate * Math.Max(Math.Exp((mark - peak) / height), pareto.Weight * Math.Pow(mark / peak, pareto.Index)));
        }

        return most;
    }

    /// <returns>Logarithm of the evidence of which a benign replica shows no more than so often; null where nothing is that rare.</returns>
    public double? Height(double rate, double share, double windows, int replicas)
    {
        var (low, high) = ((double)Mark, (double)Highest);
        if (Rate(high, null, share, windows, replicas) > rate)
            return null;
        while (high - low > 0.01)
        {
            var middle = (low + high) / 2;
            (low, high) = Rate(middle, null, share, windows, replicas) > rate ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>
    /// How well Pareto's distribution foretells the rises beyond a mark, beside an exponential one: durations of failures
    /// are heavy-tailed, and so is what they do. Asked at each mark, because many low rises of another cause hide them.
    /// </summary>
    /// <param name="mark">Logarithm of evidence.</param>
    /// <param name="rises">That went beyond it.</param>
    /// <param name="sum">How far they went, all together.</param>
    /// <param name="logarithms">Sum of the logarithms of their heights by the mark.</param>
    /// <param name="height">How far one goes in the mean.</param>
    /// <returns>The chance that they are Pareto's, and the index.</returns>
    private (double Weight, double Index) ParetoFit(int mark, int rises, double sum, double logarithms, double height)
    {
        var index = (PriorRises + rises) / ((PriorRises / PriorIndex) + logarithms);
        var odds = (isRetried ? PriorHeavyRetried : PriorHeavy) * Math.Exp(
            Math.Min((rises * Math.Log(index * height / mark)) - ((index + 1) * logarithms) + (sum / height), 100));
        return (odds / (1 + odds), index);
    }

    private static int Bin(double peak) => (int)Math.Clamp(peak - Mark, 0, Highest - Mark);
}
